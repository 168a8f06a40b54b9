"""
Words that put people above one another, in the three languages of the demo, and the places where they may stand.

Texts are compared in small letters, without accents and Arabic vowel signs. A word that is harmless elsewhere
("debt" in the name of a skill, "balance" where the text says there is none) is allowed by the phrase around it,
with the reason; a phrase that nothing says any more is taken out again, a test sees to that.
"""

from __future__ import annotations

import re
from html import unescape

from tests.content.test_demo_words import _labels_for_people, _plain

WORDS = {
    "en": re.compile(
        r"""\b(?:
          needy | beneficiar\w+ | underprivileged | recipients? | charity | charities | charitable | handouts?
        | hero(?:es|ic|ine|ines)? | saints? | angels? | champions? | superstars?
        | thank[- ]you\ wall | wall\ of\ (?:thanks|fame) | (?:most|top)\ (?:giver|helper|generous|active)s?
        | leader[- ]?boards? | badges? | medals? | trophy | trophies | rewards? | karma | level\ up | streaks?
        | rank(?:s|ed|ing|ings)? | scores? | scoring | ratings? | star\ (?:member|helper|volunteer)s?
        | debts? | indebted | owe[sd]? | owing | creditors? | credits? | balances? | in\ arrears
        | helpless | vulnerable | disadvantaged | deprived | clients? | service\ users? | do[- ]gooders?
        )\b""",
        re.VERBOSE,
    ),
    "es": re.compile(
        r"""\b(?:
          beneficiari\w+ | necesitad\w+ | asistid[oa]s? | desfavorecid\w+ | desamparad\w+ | marginad\w+
        | vulnerables? | los\ pobres | caridad\w* | limosnas? | receptor\w* | usuari\w+\ del\ servicio
        | heroes? | heroinas? | heroic\w+ | campeon\w*
        | (?:mejor|mejores)\ (?:voluntari\w+|vecin\w+|miembros?) | muro\ de\ (?:gracias|agradecimiento|honor)
        | insignias? | medallas? | trofeos? | premios? | recompensas? | ranking | clasificacion | puntuacion\w*
        | a\ nadie\ se\ le\ ordena | deuda | deudor\w* | endeudad\w+ | (?:tus|sus|tiene|tienes)\ deudas
        | saldos? | acreedor\w* | nada\ se\ debe
        )\b""",
        re.VERBOSE,
    ),
    "ar": re.compile(
        r"""(?<!\w)[وفبكل]{0,2}(?:ال|ل)?(?:
          مستفيد(?:ين|ون|ة|ات)? | محتاج(?:ين|ون|ة|ات)? | فقراء | مساكين | معوز(?:ين|ون)? | محروم(?:ين|ون|ة)?
        | متلق(?:ي|ين|ون)? | صدق(?:ة|ات) | متصدق(?:ين|ون)? | محسن(?:ين|ون)? | ضعفاء | مهمش(?:ين|ون)
        | بطل(?:ة|ات)? | ابطال | شارة\ شرف | اوسمة | وسام | جائزة | جوائز | لوحة\ الشرف | لوحة\ المتصدرين
        | مديون(?:ين|ون|ة|ات)? | مدين(?:ا|ين|ون)? | دين\ على | ديون(?:ك|كم|ه|ها|هم)
        | رصيد(?:ا|ك|ه|ها)? | ارصدة | يرتب\ بهما
        | (?:افضل|اكرم)\ (?:متطوع|جار|عضو|مانح)
        )(?!\w)""",
        re.VERBOSE,
    ),
}

SAYS_THERE_IS_NONE = "it says that there is none"
A_SKILL = "letters about debts are what a skill of the catalogue is about"

ALLOWED = {
    "en": {
        r"nobody (?:keeps a balance|owes?)": SAYS_THERE_IS_NONE,
        r"not a balance|no balance|balances stay behind|(?:nothing|an hour) is owed": SAYS_THERE_IS_NONE,
        r"(?:nobody|cannot) (?:can )?be in debt": SAYS_THERE_IS_NONE,
        r"nobody (?:here )?is ranked|used to rank anybody|keeps a score": SAYS_THERE_IS_NONE,
        r"stewards owe that answer": "an office owes an answer; no member owes another",
        r"without name badges": "a room in which nobody wears one",
        r"it is now a handout": "a sheet of paper for everybody at the table",
        r"telephones with credit": "credit that a spare telephone needs to ring",
        r"debt(?:[- ]letters?(?:[- ]sorting)?| advice| help)|a creditor": A_SKILL,
    },
    "es": {
        r"\b(?:no|nadie|sin|ni)\b[^.;:]{0,30}\b(?:saldos?|deuda)": SAYS_THERE_IS_NONE,
        r"nada se debe|a nadie se le ordena|los saldos se quedan atras|no hay saldo": SAYS_THERE_IS_NONE,
        r"telefonos de reserva con saldo": "credit that a spare telephone needs to ring",
        r"cartas de deuda|al? acreedor|un acreedor": A_SKILL,
    },
    "ar": {
        r"(?<!\w)(?:و?لا|و?ليس\w*|بلا|دون)(?!\w)[^.:؛]{0,30}"
        r"(?:رصيد\w*|ارصدة|دين على|مدين\w*|يرتب بهما)": SAYS_THERE_IS_NONE,
        r"(?:تبقى|تترك) (?:كل )?(?:ال)?ارصدة|لا رصيد": SAYS_THERE_IS_NONE,
        r"مشحونة الرصيد": "credit that a spare telephone needs to ring",
    },
}


def above_one_another(text: str, language: str) -> list[str]:
    """Return the words of *text* that put people above one another, each once, what is allowed left out."""
    plain = _plain(text).replace("’", "'")
    for phrase in ALLOWED[language]:
        plain = re.sub(phrase, " … ", plain)
    found = [match.group() for match in WORDS[language].finditer(plain)]
    return sorted({*found, *_labels_for_people(plain)})


def words_of_page(html: str) -> str:
    """Return what a page says: its text and the words of its attributes, without scripts, sheets and addresses."""
    shown = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", html)
    said = re.findall(r'(?:alt|title|aria-label|content|placeholder)="([^"]*)"', shown)
    return unescape(" ".join([re.sub(r"<[^>]+>", " ", shown), *said]))
