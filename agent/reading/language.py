"""Which language a message is in, by its commonest words: English unless another clearly leads.

Only the five languages that replies can greet; no library, no model.
"""

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_WORDS: dict[str, frozenset[str]] = {
    "en": _words(
        "the of and to in is that it we our for with are be this have not you as on but can from by which "
        "would what a i or an do if no yes my us they has will your about there when all so how me"
    ),
    "fr": _words(
        "le la les des et est une nous notre nos pour avec dans sur pas que qui au aux ce cette sont ont je "
        "vous il elle du un mais plus être fait chez mois nos oui bonjour merci comment quel quelle avons "
        "voulons peut leurs ne se sans"
    ),
    "de": _words(
        "der die das und ist wir unser unsere unseren für mit nicht auf ein eine einen den dem des zu von im "
        "wie oder aber auch sind haben ich sie es kann bei als werden soll nur pro monat ja nein guten danke "
        "was welche sollen möchten keine uns dass"
    ),
    "es": _words(
        "el los las y es una nuestro nuestra nuestros para con en por que no se del al como más pero son "
        "tenemos queremos usted hay un la lo su sus mes cada sí gracias hola qué cómo cuál debemos podemos "
        "nosotros está muy sin"
    ),
    "it": _words(
        "il lo gli e è una nostro nostra nostri per con che non si del della dei delle nel nella al come più "
        "ma sono abbiamo vogliamo un la le di da mese ogni sì grazie ciao buongiorno quale dobbiamo possiamo "
        "noi anche questo cosa"
    ),
    "pt": _words(
        "o os as e é uma nosso nossa nossos para com em por que não se do da dos das no na ao como mais mas "
        "são temos queremos você um mês cada sim obrigado obrigada olá qual devemos podemos nós está muito "
        "sem isso"
    ),
}
_LETTERS = {
    "fr": "àâçèêëîïôùûœ",
    "de": "äöüß",
    "es": "ñ¿¡áíóú",
    "it": "àèìòù",
    "pt": "ãõçâêáéíóú",
}
_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str | None:
    """The ISO code of French, German, Spanish, Italian or Portuguese, None for English and everything else."""
    words = _WORD.findall(text.lower())[:400]
    if len(words) < 3:
        return None
    score: dict[str, float] = {code: sum(word in known for word in words) for code, known in _WORDS.items()}
    for code, letters in _LETTERS.items():
        score[code] += 0.5 * sum(any(c in word for c in letters) for word in words)
    best = max(score, key=lambda code: score[code])
    if best == "en" or score[best] < 2 or score[best] < 1.3 * score["en"] + 1 or score[best] < 0.22 * len(words):
        return None
    return best
