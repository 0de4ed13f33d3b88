"""The parts of the report on reading: acts confused, what a chance is worth, rewritten messages, the worst readings."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from agent.reading.calibration import Calibration
from agent.reading.validation import SCORED, Judged, calibrate, score, total

NON_STATEMENTS = ("question", "refuse", "off_topic")
BINS = 10
LONGEST = 300


def confusion(judged: Sequence[Judged]) -> str:
    """Which act was taken for which, the commonest first; and how many messages that tell nothing left a fact."""
    wrong = Counter((j.message.act, j.reading.act) for j in judged if j.message.act is not None and not j.act_is_right)
    rows = "\n".join(f"| {said} | {heard} | {count} |" for (said, heard), count in wrong.most_common(12))
    silent = [j for j in judged if j.message.act in NON_STATEMENTS and not j.message.gold and not j.message.maybe]
    left = sum(1 for j in silent if set(j.reading.facts) - {"use_case"})
    share = f"{left} of {len(silent)}" if silent else "none of none"
    return (
        f"Acts that were taken for others:\n\n| labelled | read | messages |\n|---|---|---|\n{rows}\n\n"
        f"Questions, refusals and other talk that tell nothing and left a fact all the same: {share}."
    )


def calibration_curve(judged: Mapping[str, Sequence[Judged]]) -> str:
    """What a chance is worth: of the values read with about this chance, how many are right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for name, own in judged.items():
        calibration = calibrate([j for other, group in judged.items() if other != name for j in group])
        for j in own:
            for fact in SCORED:
                chance = j.chance(fact, calibration)
                if chance >= 0.05 and (right := j.is_right(fact)) is not None:
                    bins[min(int(chance * BINS), BINS - 1)].append((chance, right))
    rows = "\n".join(
        f"| {i / BINS:.1f} to {(i + 1) / BINS:.1f} | {len(seen)} | {sum(c for c, _ in seen) / len(seen):.2f} "
        f"| {sum(r for _, r in seen) / len(seen):.2f} |"
        for i, seen in sorted(bins.items())
    )
    return f"What a chance is worth:\n\n| chance | values | mean chance | share right |\n|---|---|---|---|\n{rows}"


def paraphrased(judged: Sequence[Judged], rewritten: Sequence[Judged], calibration: Calibration | None = None) -> str:
    """How much reading suffers when the same is said in other words."""
    originals = {j.message.id: j for j in judged}
    used = {again.message.id.rsplit("-", 1)[0] for again in rewritten}
    before = total(score([originals[name] for name in used], calibration).taken).f1
    after = total(score(rewritten, calibration).taken).f1
    pairs = [(originals[again.message.id.rsplit("-", 1)[0]], again) for again in rewritten]
    equal = [_taken(one, calibration) == _taken(other, calibration) for one, other in pairs]
    common = sum(len(_taken(a, calibration).items() & _taken(b, calibration).items()) for a, b in pairs)
    every = sum(len(_taken(a, calibration).items() | _taken(b, calibration).items()) for a, b in pairs)
    return (
        f"{len(used)} messages rewritten five ways each: F1 of what is taken {before:.3f} as they were, {after:.3f} "
        f"rewritten. Exactly the same facts are taken from {sum(equal) / len(equal):.3f} of the rewritten messages; of "
        f"the single facts taken from either, {common / max(every, 1):.3f} are taken from both."
    )


def _taken(j: Judged, calibration: Calibration | None = None) -> dict[str, str]:
    values = {**j.reading.suggested, **j.reading.facts}
    return {f: _shown(values[f].value) for f in SCORED if j.is_taken(f, calibration)}


def _shown(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, int | float) else str(value)


def worst(judged: Sequence[Judged], count: int, calibration: Calibration | None = None) -> str:
    """The readings with most errors: wrong facts taken count twice, those missing from what is shown once."""
    ranked = sorted(judged, key=lambda j: (-_errors(j, calibration), j.message.id))[:count]
    items = [_item(j, calibration) for j in ranked if _errors(j, calibration)]
    return f"The {len(items)} worst readings:\n\n" + "\n".join(items)


def _errors(j: Judged, calibration: Calibration | None = None) -> int:
    scores = score([j], calibration)
    return 2 * total(scores.taken).wrong + total(scores.shown).missed


def _item(j: Judged, calibration: Calibration | None = None) -> str:
    values = {**j.reading.suggested, **j.reading.facts}
    wrong = [f"{f} taken as {values[f].value}" for f in SCORED if j.is_taken(f, calibration) and j.is_right(f) is False]
    missed = [
        f"{f} {j.message.gold[f]} missed"
        for f in SCORED
        if f in j.message.gold and not (j.is_shown(f, calibration) and j.is_right(f))
    ]
    text = " ".join(j.message.text.split())
    text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return f"- `{j.message.id}` {text}\n  - {'; '.join([*wrong, *missed])}"
