"""Names that mean something by themselves: rules, cards, clouds, models, vendors and currencies.

Patterns only; what a name says in its sentence is decided by those who use them.
"""

import re

LAWS: dict[str, re.Pattern[str]] = {
    "gdpr": re.compile(
        r"\b(?:uk[- ]?)?g(?:dpr|pdr|drp)\b|\bdsgvo\b|\brgpd\b|general data protection regulation"
        r"|\bdatenschutz-?grundverordnung\b",
        re.I,
    ),
    "hipaa": re.compile(r"\bhipp?a+\b|health insurance portability|\bhitech act\b", re.I),
    "pci": re.compile(r"\bpci(?:[- ]?dss)?\b(?![- ]?(?:e\b|express|slot|bus))|payment card industry", re.I),
    "glba": re.compile(r"\bglba\b|gramm[-– ]leach", re.I),
    "sox": re.compile(
        r"\bSOX\b|\bsox\b(?= (?:404|compliance|audit|controls|applies|scope|rules))|sarbanes|\bsarbox\b", re.I
    ),
    "fedramp": re.compile(r"\bfed[- ]?ramp\b|federal risk and authori[sz]ation", re.I),
    "itar": re.compile(r"\bitar\b|international traffic in arms|(?:u\.?s\.? )?munitions list|\busml\b", re.I),
    "eu_ai_act": re.compile(
        r"\b(?:eu|european|europe's)\b[^.;\n]{0,12}\b(?:ai|artificial intelligence) act\b|\bai act\b|\b(?:new )?(?:eu"
        r"|european|brussels['’]?) ai (?:regulation|law)\b|\bki-verordnung\b"
        r"|artificial intelligence act\b",
        re.I,
    ),
    "other": re.compile(
        r"\bccpa\b|\bcpra\b|\bferpa\b|\bcoppa\b|\bcjis\b|\bdora\b|\bnis ?2\b|\bpipeda\b|\blgpd\b|\bpopia\b|\bdpdp\b"
        r"|\bpdpa\b"
        r"|\bappi\b|\bbsi[- ]c5\b|\bc5 attestation\b|\bfinra\b|\bdspt\b|\b42 cfr\b|\blaw 25\b|\b23 nycrr\b"
        r"|\bhitrust\b|\bfisma\b|\bcmmc\b"
        r"|\bear99\b|\bmifid\b|\bbafin\b|\bfinma\b|\bmas trm\b|\bfda\b|\bgxp\b|\b21 cfr\b|\bmdr\b(?= )|\birs (?:pub"
        r"|publication) ?\d+"
        r"|\bnerc[- ]cip\b|\bkritis\b|\bsolvency ii\b|\bbasel iii\b|\bsecnumcloud\b|\bhds\b|\bndpr\b|\bnzism\b"
        r"|\birap\b",
        re.I,
    ),
}

CARD = re.compile(
    r"\b(?:nvidia |amd |geforce |radeon |quadro |tesla |instinct )?(?:"
    r"[hb][12]00s?|gh200s?|gb[23]00s?|h800s?|h20s\b|b300s?|a100s?|a800s?|a[346]0s?|a10gs?|a10s?|a16s?|a2 gpus?|l4s?"
    r"|l40s?|l40ses|v100s?|p100s?|p40s?"
    r"|t4s?|k80s?|m40s|a[456]000s?|a4500s?|rtx ?(?:pro )?[a-z]?\d{4}s?(?: ?ti| ?super| ?ada)?|gtx ?\d{4}"
    r"|[345]0[6789]0(?: ?ti| ?super)?s?"
    r"|mi[23]\d{2}[ax]?s?|mi[56]0s?|gaudi ?[23]?s?|tpus?(?: ?v\d\w?)?|dgx(?: (?:spark|station|h100|a100|b200)s?)?|hgx"
    r"|jetsons?(?: \w+)?"
    r"|mac ?studios?|m[1-5] (?:ultra|max)s?|7900 ?xtx?s?|strix halo|inferentia ?\d?|trainium ?\d?|hailo(?:-\w+)?"
    r")\b(?!-?\d)(?! paper)",
    re.I,
)

CLOUD = re.compile(
    r"\b(?:azure|aws|amazon web services|bedrock|gcp|google cloud|vertex(?: ai)?|govcloud|oracle cloud|oci"
    r"|ovh(?:cloud)?"
    r"|stackit|hetzner|ibm cloud|sagemaker|foundry|aliyun|alibaba cloud|scaleway|open telekom cloud|ionos)\b",
    re.I,
)
RENTED_FROM = re.compile(
    r"\b(?:runpod|lambda(?: labs| cloud)?|coreweave|vast\.?ai|vast|modal|paperspace|crusoe|nebius|together|replicate"
    r"|fluidstack"
    r"|genesis cloud|jarvislabs|tensordock|aws|azure|gcp|google cloud|oci|oracle cloud|hetzner|ovh(?:cloud)?|scaleway"
    r"|e2e networks"
    r"|[gp]\d[a-z]{0,2}\.\w*xlarge|[gp][2-6][a-z]* instances?|nd\w*v\d|nc\w*v\d)\b",
    re.I,
)
MODEL = re.compile(
    r"\b(?:chat ?gpt(?:[- ](?:enterprise|team|plus|pro|business|edu))?|gpt[- ]?(?:oss[- ]?\d+b?|[345](?:\.\d)?(?:o"
    r"|[- ]?turbo|[- ]?mini|[- ]?nano)*)"
    r"|gpts?|o[134](?:[- ]mini|[- ]pro)?(?= |,|\.|$)|claude(?: (?:code|opus|sonnet|haiku|instant))?(?: ?\d(?:\.\d)?)?"
    r"|(?:opus|sonnet|haiku) ?\d(?:\.\d)?"
    r"|gemini(?: (?:pro|flash|ultra|nano|advanced))?(?: ?\d(?:\.\d)?)?(?: (?:pro|flash))?|gemma ?-?\d?"
    r"|llama ?-?\d?(?:\.\d)?(?: ?\d+b)?|codellama"
    r"|mi[sx]tral(?: (?:large|small|medium|nemo))?(?: ?-?\d+x?\d*b)?|codestral|devstral"
    r"|qwen ?-?\d?(?:\.\d)?(?:-coder)?(?: ?-?\d+b)?"
    r"|deep ?seek(?:[- ]?(?:[rv]\d(?:\.\d)?|coder|chat))*|kimi(?: k\d)?|glm-?\d?(?:\.\d)?|phi-?\d|command[- ]r\+?"
    r"|cohere|falcon|bloom|grok ?-?\d?"
    r"|copilot|whisper(?:[- ]large(?:-v\d)?)?|bge-m3|bert|roberta|t5|nova (?:pro|lite|micro)|titan|jamba|yi-?\d+b"
    r"|stable ?diffusion|sdxl|dall-?e|granite)\b",
    re.I,
)
SERVING = re.compile(
    r"\b(?:vllm|tgi|triton|tensorrt(?:-llm)?|ollama|llama\.cpp|sglang|kserve|ray serve|lmdeploy|exllama\w*|lm studio"
    r"|text-generation-inference|seldon|bentoml|kubeflow|mlflow)\b",
    re.I,
)

# What stands before or after a sum. US dollars are the default of a bare "$".
DOLLAR = r"(?:us ?\$|usd|us[- ]dollars?|dollars?|bucks|\$)"
CURRENCIES: dict[str, str] = {
    "euros": r"€|eur\b|euros?\b",
    "pounds": r"£|gbp\b|pounds?(?: sterling)?\b|sterling\b|quid\b",
    "rupees": r"₹|inr\b|rs\b\.?|rupees?\b",
    "Swiss francs": r"chf\b|swiss francs?\b|franken\b|sfr\b\.?",
    "francs": r"francs?\b",
    "kronor": r"sek\b|nok\b|dkk\b|kr\b\.?|kron(?:or|er|a|e)\b",
    "yen": r"¥|jpy\b|yen\b",
    "yuan": r"yuan\b|rmb\b|cny\b|renminbi\b",
    "Australian dollars": r"aud\b|au?\$|australian dollars?\b",
    "Canadian dollars": r"cad\b|ca?\$|canadian dollars?\b|dollars? canadian\b",
    "New Zealand dollars": r"nzd\b|nz\$|new zealand dollars?\b",
    "Singapore dollars": r"sgd\b|s\$|singapore dollars?\b",
    "Hong Kong dollars": r"hkd\b|hk\$|hong kong dollars?\b",
    "reais": r"brl\b|r\$|reais\b",
    "rand": r"zar\b|rands?\b",
    "zloty": r"pln\b|zł|zloty\w*",
    "pesos": r"pesos?\b|mxn\b|mx\$",
    "naira": r"₦|naira\b|ngn\b",
    "won": r"₩|won\b|krw\b",
    "dirhams": r"aed\b|dirhams?\b",
    "shillings": r"shillings?\b|kes\b|ksh\b",
    "koruna": r"czk\b|korunas?\b",
    "forints": r"huf\b|forints?\b",
    "lira": r"₺|lira\b|try\b",
    "shekels": r"₪|ils\b|shekels?\b",
    "riyals": r"riyals?\b|sar\b",
    "baht": r"baht\b|thb\b",
}
OTHER_MONEY = f"(?:{'|'.join(CURRENCIES.values())})"


def laws_named(text: str) -> dict[str, re.Match[str]]:
    """The rules that a text names, in our order, each with its first mention."""
    return {law: match for law, pattern in LAWS.items() if (match := pattern.search(text))}
