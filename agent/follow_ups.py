"""The forms of short messages that go on from a reply: "and Mistral?", "ten times that?", "the second one?".

Patterns alone; `following` makes full questions of what they find.
"""

import re

# Words of a follow-up that adds something to the question before.
MOST_WORDS = 6

LEAD = r"(?:(?:and|but|so|ok(?:ay)?|thanks?(?: you)?|hm+|well|then|right|yes|also|good|great)\b[,.!]?\s+)*"
TELL = (
    r"(?:(?:please |can you |could you )?(?:tell me|say|give me|explain|show me|i want|i'd like)(?: a bit| some)? ?)?"
)
ORDINALS = {
    "first": 0, "former": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "fifth": 4,
    "other": 1, "latter": -1, "last": -1,
}  # fmt: skip
WHAT_ABOUT = r"(?:(?:what|how) about|tell me (?:more )?(?:about|on)|(?:more|details) (?:about|on|of)|and|explain)"
NTH = re.compile(
    rf"{LEAD}(?:{WHAT_ABOUT} )?the (?P<nth>{'|'.join(ORDINALS)})(?: (?:one|option|case|point|example|route|thing))?"
    rf"(?: in (?:more )?detail)?",
    re.I,
)
MORE = re.compile(
    rf"{LEAD}(?:{TELL}(?:more|details|in (?:more )?detail)(?: details?)?(?: (?:about|on) (?:that|this|it|them))?"
    r"|go on|continue|(?:please |can you |could you )?elaborate(?: on (?:that|this|it))?|go deeper|explain(?: that)?)"
    r"(?: please)?",
    re.I,
)
ELSE = re.compile(
    rf"{LEAD}(?:{TELL}(?:who|what|which|anyone|anybody|any|somebody|another)?(?: (?:else|others?|ones?|more))+"
    r"(?: examples?| cases?| ones?)?(?: (?:is|are) there| did (?:it|that|this)| do you know)?"
    rf"|others|{TELL}(?:any |some )?(?:more|other|further) (?:examples?|cases?|ones)"
    rf"|{TELL}another (?:one|example|case))",
    re.I,
)
WHY = re.compile(rf"{LEAD}(?:why|how come|why (?:is|was) that|why so|why not|for what reason)", re.I)
TIMES = re.compile(
    rf"{LEAD}(?:what (?:about|if)|how about|and|if|for|with|at)?\s*(?:for |with |at |if )?"
    r"(?:(?:it|that|this|we|they|the volume)(?: (?:were|was|is|are|had|have|grows?|grew|be|gets?)(?: to)?)? )?"
    r"(?P<factor>(?:[\w.,-]+ (?:and a half )?times|[\d.,]+ ?x|twice|doubles?|triples?|half|halves"
    r"|a (?:tenth|third|quarter) of))"
    r"(?: (?:of )?(?:that|this|it|as (?:much|many)|the (?:volume|amount|number)|so (?:much|many)|more"
    r"|that (?:volume|amount|much|many)))?(?: (?:requests|calls|tokens))?",
    re.I,
)
FACTORS = {
    "twice": 2.0, "double": 2.0, "doubles": 2.0, "triple": 3.0, "triples": 3.0, "half": 0.5, "halves": 0.5,
    "a tenth of": 0.1, "a third of": 1 / 3,
}  # fmt: skip
PER = re.compile(
    rf"{LEAD}(?:(?:how much|what) (?:is|would|does|will) (?:that|it|this|they)(?: be| come to| cost| make)?,? ?)?"
    r"(?P<per>(?:a|per|each|every|in a|over a) (?:hour|day|week|month|year|quarter)|(?:in )?(?:three|two|five) years)",
    re.I,
)
ABOUT = re.compile(rf"{LEAD}(?:tell me more about|more (?:about|on)|what about|how about|and) (?P<named>.+)", re.I)
ADDED = re.compile(
    rf"{LEAD}(?:what about|how about|what of)? ?(?P<added>.+)",
    re.I,
)
OPENS = re.compile(r"^\W*(?:and|but|or|what about|how about|what of|also|only|even)\b", re.I)
# "And who decides on exceptions?" is a whole question, though it begins like an addition.
ASKS = re.compile(r"(?:who|what|when|where|why|how|which|whose|is|are|does|do|can|should|must|will)\b", re.I)
PREPOSED = re.compile(
    r"^(?:and |but |or |what about |how about |what |also |only |even )*"
    r"(?:in|for|with|without|under|on|at|from|over|after|per|inside|outside|using)\b",
    re.I,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|had|must|may|might|need|needs|cost|costs"
    r"|work|works|mean|means|use|uses|get|gets|run|runs|i|we|you|they|it)\b",
    re.I,
)
# A pronoun that stands for something said before; "that" before a noun, and the "it" of "is it true that", do not.
PRONOUN = re.compile(
    r"\b(?:it|they|them|those|these|that|this)\b(?!\s+(?!cost|costs|come|work|mean|need|take|safe|have|keep|do|does|is"
    r"|are|be|a month|a year|per|compare|run|back|not|still|better|cheaper|any|really|as|all|for|in|on|with|then"
    r"|matter|apply|hold|change|include|cover|happen|help|pay|scale|fit|differ|require|also|too|either)\w)"
    r"(?!\s+\w+ (?:that|to|if)\b)",
    re.I,
)
# "And four of them?": so many of the things that were asked about.
COUNTED = re.compile(
    rf"{LEAD}(?:what about |how about |how much (?:are|for) )?(?:for )?"
    r"(?P<count>\d{1,4}|two|three|four|six|eight|ten|sixteen) of (?:them|those|these)",
    re.I,
)
# "When would the other one win?": a thing of the last reply inside a question.
POINTED = re.compile(rf"\bthe (?P<nth>{'|'.join(ORDINALS)})(?: (?:one|option|approach|choice|route)\b|$)", re.I)
# "Who has done it?" asks for cases: of the thing that was talked about, where there was one.
DONE = re.compile(r"\b(?:done|(?:who|anyone|anybody|somebody|which \w+) (?:do|did)) (?:it|this|that)\b", re.I)
DIFFERENCE = re.compile(
    rf"{LEAD}(?:what(?:'s| is)|is there|and|how about)? ?(?:the |a |any )?differences? (?:to|from|with) (?P<other>.+)",
    re.I,
)
# What explains one word stands by itself: "what is quantization?".
DEFINES = re.compile(
    rf"{LEAD}(?:what(?:'s| is| are| does| do)|define|explain|who(?:'s| is| are))(?: an?)? (?!the\b|it\b|that\b|this\b)"
    r"[\w-]+(?: mean)?",
    re.I,
)
# A question that was made full by what it goes on from.
IN_CONTEXT = re.compile(r"(?P<said>.+?)\? \((?P<context>.+)\)")
# Words of a question up to which it may lean on the one before.
SHORT = 9
