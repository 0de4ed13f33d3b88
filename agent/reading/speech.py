"""What people do with a sentence besides stating facts: ask, correct, refuse, push, go back, begin again.

The patterns are hints: they mark a message for the trained act head, and a few that leave no doubt decide alone.
"""

import re
from collections.abc import Mapping

from agent.facts import FACTS

_I = re.I

QUESTION_START = re.compile(
    r"^(?:and |but |so |also,? |ok(?:ay)?,? |well,? |hi,? |hello,? |hey,? |sorry,? |hm+,? |then |first,? "
    r"|by the way,? |btw,? )*"
    r"(?:what(?:'s|s)?|why|how|when|where|who|whom|whose|which|is|isn't|are|aren't|am|was|were|do|does|don't|doesn't"
    r"|did|didn't|can|can't|could|couldn't"
    r"|should|shouldn't|would|wouldn't|will|won't|may|might|shall|has|have|haven't|hasn't|any(?:one|body)?|tell me"
    r"|explain)\b",
    _I,
)
ASKS = re.compile(
    r"\b(?:what (?:do|does) .{1,40} mean|can you (?:explain|tell|recommend|compare)|could you (?:explain|tell"
    r"|recommend)|tell me (?:more |about|what|how|why|whether|if|which)"
    r"|explain (?:to me|what|how|why|the)|i wonder|i(?:'d| would) (?:like|love) to (?:know|understand|hear)"
    r"|want to know|(?:any|some) (?:advice|recommendations?|ideas?|thoughts|suggestions|tips)"
    r"|please advise|not sure (?:if|whether) (?:we|i) should|what is the difference|which (?:one|is|would|should)"
    r"|how much (?:does|would|is))\b",
    _I,
)

WHAT_IF = re.compile(
    r"\b(?:what if|what would (?:happen|change|you say)|suppose|supposing|imagine|hypothetical(?:ly)?"
    r"|let's (?:pretend|assume|say|imagine)|let us (?:pretend|assume|say|explore|imagine)"
    r"|(?:assume|assuming|pretend|picture|say) (?:for a (?:moment|second)|that|we|the|it|our|i|\d)|thought experiment"
    r"|devil's advocate|playing devil|humou?r me|what about a scenario|in the (?:alternate|case) "
    r"|if (?:we|i|it|they|legal|the \w+|our \w+) (?:had|were|was|got|went|grew|did|hired|said|doubled|tripled"
    r"|quadrupled|needed|stay(?:s|ed)|could|opened|moved|became|dropped|used|gave|bought|paid)"
    r"|and if |would (?:the|your) (?:advice|answer|recommendation|verdict|result) (?:change|hold|be)"
    r"|does your answer (?:flip|change)|how would (?:it|that|things) (?:look|change)|play it through)\b",
    _I,
)
CORRECTION = re.compile(
    r"\b(?:actually|correction|correct(?:ing)? (?:myself|that|my)|scratch that|strike (?:that|the)|i (?:misspoke"
    r"|mistyped|misread|meant|made a mistake|was wrong|got that wrong|gave you the wrong)"
    r"|my (?:mistake|bad)|typo|oops|sorry,? (?:i meant|not|it's|wrong|that's)|not \d[\d,.]*k?\b|rather than"
    r"|instead of what|change (?:that|my|of plan)|amend(?:ment)?|update:|edit:|edit \d|wait,?|hold on"
    r"|i told you|i said|i wrote|should (?:have )?(?:read|be|been)|that was wrong|it must read|please (?:change"
    r"|replace|fix|update)|never mind the|disregard|forget what i said|no longer|in fact|on second thought|is now"
    r"|overruled|make (?:that|it)|(?:got|was) confused|over-?cautious|left out|(?:yesterday|earlier|before) i (?:told"
    r"|said|wrote)"
    r"|from here on|changed (?:their|its|his|her|our) mind|not any ?more|turns out|withdraw|i take (?:it|that) back)\b",
    _I,
)
DONT_KNOW = re.compile(
    r"\b(?:(?:i|we) (?:really |honestly |simply |just )?(?:don't|do not|dont) (?:really |yet |quite )?(?:know"
    r"|have (?:a|any) (?:idea|clue|number|figure|date|estimate))|no (?:idea|clue)|not sure|unsure|hard to (?:say|tell)"
    r"|can(?:'t|not) (?:say|tell|judge|answer that yet)|couldn't (?:say|tell)|haven't (?:decided|measured|counted"
    r"|a clue|settled|thought|been told|figured)|hasn't been (?:decided|discussed|settled)|not (?:yet )?(?:decided"
    r"|known|clear|defined|determined|measured|settled)"
    r"|nobody (?:knows|has (?:told|given|said|counted|measured))|no one (?:knows|has)|your guess|depends|undecided"
    r"|to be (?:decided|determined|confirmed)|tbd|tbc|(?:you'd|you would|i'd|i would|we'd|we would) have to ask"
    r"|ask (?:our|my|the) |unknown|never (?:measured|counted|checked)|beats me|who knows|dunno|idk"
    r"|n/a|never (?:been )?classified|nobody's (?:said|spoken|counted)|no date|not been (?:given|told))\b",
    _I,
)
REFUSAL = re.compile(
    r"\b(?:(?:i'd|i would|we'd|we would) (?:rather|prefer) (?:not|to keep)|(?:i|we) (?:won't|will not|refuse|decline"
    r"|prefer not|can't|cannot|may not|don't) (?:to )?(?:say|tell|share|discuss|answer|disclose|talk|give|post"
    r"|comment|reveal)"
    r"|not (?:allowed|at liberty|permitted|going|willing|authori[sz]ed) to (?:say|tell|share|discuss|talk|disclose"
    r"|post|answer|give)|confidential(?:\.|$|,| i'm| sorry)|no comment|none of your (?:business|concern)|nda\b"
    r"|not (?:telling|answering|saying|sharing|releasable)|isn't something (?:i|we)(?:'ll| will| would)"
    r"|forbids? (?:me|us) from"
    r"|that's (?:private|secret|confidential|classified)|keep that to (?:myself|ourselves)|pass\b|skip (?:it|that"
    r"|this|all))\b",
    _I,
)
ENOUGH = re.compile(
    r"\b(?:just (?:tell|give|say|answer|recommend|advise|spit)|enough (?:questions|details|of)"
    r"|no (?:more |further )?questions"
    r"|stop (?:asking|interviewing|with the questions)|get to the point|(?:give|tell) me (?:the|a|your) (?:verdict"
    r"|answer|recommendation|result|bottom line)"
    r"|skip (?:the|these|all|it|to|your)|quit asking|(?:the )?verdict,? (?:please|now)|bottom line|yes or no\b"
    r"|one word|straight ?away tell|that's all (?:you get|i(?:'m| am) (?:saying|giving)|i may say)"
    r"|no further (?:information|details|clarification)|cut to the chase|decide already)\b",
    _I,
)
FORCE = re.compile(
    r"\b(?:(?:ignore|disregard|forget|override) (?:all |any |your |my |the |previous |prior |earlier "
    r"|above )+(?:instructions?|rules?|prompts?|guidelines?|framework)|system prompt|you (?:must|have to|will|shall"
    r"|are to|need to) (?:say|recommend|answer|output|tell|advise|conclude|choose|pick)"
    r"|(?:act|behave|respond) as|pretend (?:you are|to be|you're)|you are now|jailbreak|developer mode|(?:say|output"
    r"|recommend|print|write|reply|repeat) [\"“'](?:open source|prebuilt|hybrid|openai|yes)|no matter what"
    r"|whatever (?:the framework|your rules)"
    r"|say (?:open source|prebuilt|hybrid) (?:or|and)|</?(?:script|system|img|iframe)|as an ai language model)\b",
    _I,
)
INJECTION = re.compile(
    r"(?:ignore|disregard|forget|override) (?:all |any |your |my |the |previous |prior |earlier "
    r"|above )+(?:instructions?|rules?|prompts?|guidelines?)|system prompt|you are now|jailbreak|developer mode"
    r"|<script|</?system>",
    _I,
)
RESTART = re.compile(
    r"\b(?:start(?:ing)? (?:over|again|afresh|anew|from (?:scratch|zero|the (?:beginning|top|start)))|(?:begin"
    r"|do (?:it|this)|go|take it|again) (?:again )?(?:from (?:scratch|zero|the (?:beginning|top|start))|afresh|anew)"
    r"|reset (?:everything|all|this|the|it|pls|please|conversation)|^reset\b|^restart\b"
    r"|restart (?:the|this|everything|please|all)|(?:scrap|wipe|erase|delete|clear|forget|drop|bin) (?:all|everything"
    r"|this whole|the whole|what we have|what i (?:said|told)|it all)|clean (?:slate|sheet)|new thread|blank (?:page"
    r"|sheet)|from zero)\b",
    _I,
)
GO_BACK = re.compile(
    r"\b(?:(?:go|going|take (?:me|us)|come|jump|step|turn|return|head|move) back|back to (?:the|your|my|what|that"
    r"|question|budget|data|team|volume|deadline|stage|gpus?|growth|seats)|^back\b|^zur[uü]ck\b|revisit"
    r"|return to (?:the|your|that|point|item|question|what)|(?:previous|last|earlier) (?:question|one|point|item)"
    r"|reopen|one step back|a step back)\b",
    _I,
)
NEXT_CASE = re.compile(
    r"\b(?:second announcement|further candidate|moving on to the next|next on (?:my|the|our) list"
    r"|(?:next|second|another|other|new|different|separate|further|third|2nd|additional) (?:use[- ]?cases?"
    r"|projects?|ideas?|topics?|subjects?|applications?|matters?|things?|items?|tools?|cases?|requests?|one"
    r"|workloads?)|(?:i|we) (?:also )?open another|on to (?:the )?(?:next|another)|now for (?:something|the (?:next"
    r"|second|other))|one more (?:use case|project|thing|idea))\b",
    _I,
)
NEXT_START = re.compile(
    r"^\W*(?:ok(?:ay)?,? |now,? |and |so |then |right,? |good,? |great,? |thanks,? )*"
    r"(?:the |our |a |one |here's |my |on to the |let's (?:do|take|move to) )*"
    r"(?:next|another|second|new|other|different) (?:use[- ]?case|project)\b(?!.{0,40}\?)"
    r"|\b(?:i|we)(?: also)?(?: have|'ve got)(?: got)? (?:another|a second|one more) (?:use[- ]?case|project)\b",
    _I,
)
AFFIRM = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|ya|ye|y|sure|correct|right|exactly|confirmed|indeed|absolutely|definitely|affirmative"
    r"|ok(?:ay)?|mm-?hm+|uh-?huh|true|agreed|that(?:'s| is) (?:right|correct|it|fine)|sounds (?:right|good)"
    r"|looks (?:right|good)|all (?:good|correct|right)|of course|please do|go ahead|fine|perfect|ja|oui|s[ií]|sim)\b",
    _I,
)
DENY = re.compile(
    r"^\W*(?:no|nope|nah|n|not (?:quite|really|at all|correct|right|exactly|so)|wrong|incorrect|false|never|negative"
    r"|that(?:'s| is) (?:not|wrong|incorrect)|don't|do not|please don't|keep (?:it|them|everything)|non|nein"
    r"|na[oã]o)\b",
    _I,
)
# A sentence that is nothing but a yes or a no, at the head of a message that goes on to other things.
YES_FIRST = re.compile(
    r"^\W*(?:(?:yes|yep|yeah|yup|sure|correct|right|exactly|confirmed|indeed|absolutely|agreed|of course"
    r"|(?:that|this|it)(?:'s| is) (?:all )?(?:right|correct|true|fine)|all (?:good|correct|right))[,\s]*)+[.!;\n]",
    _I,
)
NO_FIRST = re.compile(
    r"^\W*(?:(?:no|nope|wrong|incorrect|(?:that|this|it)(?:'s| is) (?:not|wrong|incorrect)(?: right| correct)?"
    r"|not (?:right|correct|quite))[,\s]*)+[.!;\n]",
    _I,
)
THANKS = re.compile(
    r"^\W*(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks?(?: you)?|thx|cheers|lol|haha)\b", _I
)

OTHERS = re.compile(
    r"^\W*(?:our|a|the|one|my|some|their|and|but)?\s*(?:main |biggest |direct |nearest |closest )?"
    r"(?:competitors?|rivals?|competition|neighbou?rs?|sister (?:company|organi[sz]ation|agency)|peers|industry)\b"
    r"|\bcompetitors? (?:of ours|has|have|does|do|uses?|runs?|handles?|pays?|spends?)\b",
    _I,
)

MARKS: Mapping[str, re.Pattern[str]] = {
    "what_if": WHAT_IF,
    "correction": CORRECTION,
    "dont_know": DONT_KNOW,
    "refusal": REFUSAL,
    "enough": ENOUGH,
    "force": FORCE,
    "restart": RESTART,
    "go_back": GO_BACK,
    "next_case": NEXT_CASE,
    "affirm": AFFIRM,
    "deny": DENY,
    "thanks": THANKS,
    "asks": ASKS,
    "question_start": QUESTION_START,
}


def marked(text: str) -> str:
    """The message with a made-up word for every pattern that it shows, for the act head."""
    plain = text.replace("’", "'")
    marks = [f"=say_{name}" for name, pattern in MARKS.items() if pattern.search(plain)]
    ends = "=say_ends_asking" if plain.rstrip(" )\"'").endswith("?") else ""
    length = "=say_short" if len(text) < 40 else "=say_long" if len(text) > 250 else ""
    return " ".join([text, *marks, ends, length])


def is_question(clause: str) -> bool:
    """Whether a clause asks something."""
    plain = clause.replace("’", "'").strip()
    if plain.rstrip(" )\"'*_!").endswith("?"):
        return True
    return bool(ASKS.search(plain))


TOPICS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, _I)
    for name, pattern in {
        "use_case": r"\buse[- ]?case\b|\bwhat (?:it|the model) (?:should|would) do\b",
        "audience": r"\baudience\b|\bwho (?:uses|reads|will use|would use|operates|it's for)\b|\bwhom? (?:it's"
        r"|it is) for\b",
        "strategic_role": r"\bstrateg\w*|\bhow (?:important|critical|much (?:this|it) matters)\b|\bimportance\b",
        "data_boundary": r"\bboundar\w+|\bwhere (?:the|our|that)? ?data (?:may|can|might|is|should)\b|\bhosting\b"
        r"|\bdata (?:residency|location)\b|\bwhere it (?:may|can) (?:go|run)\b",
        "data_sensitivity": r"\bdata (?:question|class\w*|sensitiv\w*|type|kind)\b|\b(?:kind|type|sort) of data\b"
        r"|\bsensitiv\w+|\b(?:about|on|to) (?:the )?data\b",
        "regulations": r"\bregulat\w+|\bcompliance\b|\bthe (?:law|rules)\b|\blegal\b|\bgdpr\b|\bhipaa\b",
        "customization": r"\bcustomi[sz]\w+|\bfine[- ]?tun\w+|\bretrieval\b|\brag\b",
        "requests_per_month": r"\bvolumes?\b|\bhow many (?:requests|calls|queries|tickets)\b|\b(?:requests|calls"
        r"|queries) (?:per|a) \w+|\btraffic\b|\bthroughput\b|\bnumber of (?:requests|calls|queries)\b",
        "tokens_per_request": r"\btokens?\b|\b(?:length|size) of (?:a|the|each) (?:request|call|prompt)\b"
        r"|\bhow long (?:a|the|each|one) (?:request|call|prompt)\b|\bprompt (?:size|length)\b",
        "seats": r"\bseats?\b|\blicen[cs]es?\b|\bhow many (?:people|users|colleagues)\b|\bnumber of (?:people"
        r"|users)\b|\bhead ?count\b",
        "growth_12m": r"\bgrowth\b|\bgrow(?:s|ing)?\b|\bfuture volume\b|\bin a year\b",
        "deadline_weeks": r"\bdeadlines?\b|\btime ?(?:line|table|frame)\b|\bgo-?live\b|\blaunch\b|\bschedule\b"
        r"|\bdate\b|\bby when\b|\bwhen (?:it|must|does)\b",
        "team": r"\bteam\b|\bskills\b|\bwho (?:could|can|would) run\b|\bpeople question\b|\bengineers question\b"
        r"|\bstaffing\b",
        "gpus": r"\bgpus?\b|\bhardware\b|\bgraphics cards?\b|\bmachines\b",
        "stage": r"\bstage\b|\bhow far\b|\bmaturity\b|\bphase\b|\bpilot question\b",
        "budget_per_month": r"\bbudget\b|\bmoney\b|\bspend(?:ing)?\b|\bcosts?\b|\bfinances?\b|\bprice\b",
        "task_difficulty": r"\bdifficult\w*|\bcomplexity\b|\bhow (?:hard|difficult|complex)\b",
    }.items()
}


def topics_in(text: str) -> tuple[str, ...]:
    """Every fact that a clause names."""
    plain = text.replace("’", "'")
    return tuple(name for name in FACTS if TOPICS[name].search(plain))
