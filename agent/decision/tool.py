"""The deterministic tool as a LangChain tool, for the graph and for any other agent."""

from typing import Any, Literal

from langchain_core.tools import BaseTool, tool
from pydantic import BaseModel, ConfigDict, Field, StrictFloat, StrictInt, StrictStr

from agent.days import day_of
from agent.decision.assessment import Assessment
from agent.decision.given import checked_detail, facts_of
from agent.decision.remembered import Remembered
from agent.decision.workload import Present

Number = StrictInt | StrictFloat


class Facts(BaseModel):
    """What is known of one use case; leave out what is not known."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    use_case: StrictStr | None = Field(None, description="the work in words; it decides nothing")
    audience: Literal["workflow", "employees", "customers"] | None = None
    strategic_role: Literal["supporting", "important", "core"] | None = None
    data_sensitivity: Literal["public", "internal", "proprietary", "regulated"] | None = None
    data_boundary: Literal["any_vendor", "approved_cloud", "own_infrastructure", "air_gapped"] | None = None
    regulations: (
        list[Literal["gdpr", "hipaa", "pci", "glba", "sox", "fedramp", "itar", "eu_ai_act", "other"]] | None
    ) = Field(None, description="an empty list says that none applies")
    customization: Literal["prompting", "retrieval", "fine_tuning"] | None = None
    requests_per_month: Number | None = Field(None, ge=1, le=1e12, description="model calls on average, never the peak")
    tokens_per_request: Number | None = Field(None, ge=1, le=2_000_000, description="input and output together")
    seats: Number | None = Field(None, ge=1, le=10_000_000, description="people who would use it")
    growth_12m: Number | None = Field(None, ge=0.01, le=1_000, description="multiple of today's volume in a year")
    deadline_weeks: Number | None = Field(None, ge=0, le=520)
    team: Literal["none", "software", "ml", "ml_platform"] | None = None
    gpus: Literal["none", "cloud", "owned"] | None = None
    stage: Literal["idea", "pilot", "validated", "production"] | None = None
    budget_per_month: Number | None = Field(None, ge=0, le=1e10, description="US dollars")
    task_difficulty: Literal["narrow", "general", "frontier"] | None = None


class PresentBill(BaseModel):
    """What is there today; leave out what is not known."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    usd_per_month: Number | None = Field(None, gt=0, le=1e10, description="US dollars")
    model: StrictStr | None = Field(None, description="the model it is paid for, in any words")
    end_users: Number | None = Field(None, gt=0, le=1e11, description="people outside who use the product")


class Arguments(BaseModel):
    """The arguments of the tool; unknown keys and numbers that are not finite are refused."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    facts: Facts
    details: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="beside a fact, such as the split of tokens into input and output"
    )
    present: PresentBill | None = Field(None, description="what is paid today, which is shown beside the estimate")
    today: StrictStr | None = Field(None, description="the day to count from, as 2026-11-24")


def tool_over(remembered: Remembered) -> BaseTool:
    """The tool over what assesses and remembers."""

    @tool(args_schema=Arguments, response_format="content_and_artifact")
    def assess_use_case(
        facts: Facts,
        details: dict[str, dict[str, Any]] | None = None,
        present: PresentBill | None = None,
        today: str | None = None,
    ) -> tuple[dict[str, Any], Assessment]:
        """Decide between a prebuilt model, open weights and a hybrid path for one use case, with costs and reasons."""
        given = {name: value for name, value in facts.model_dump().items() if value is not None}
        values, _ = facts_of(given)
        told = Present(**present.model_dump()) if present else None
        beside = {name: checked_detail(name, detail) for name, detail in (details or {}).items()}
        answer = remembered(values, details=beside, present=told, today=day_of(today))
        return answer.row, answer.assessment

    return assess_use_case


assess_use_case = tool_over(Remembered())
