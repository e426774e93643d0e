"""What people call the columns of such tables, and the target that each name means."""

from __future__ import annotations

import re

from tracker.comparison import folded_key
from tracker.exchange.mapping.targets import find_target

# the first name of a target is the likeliest; a name with several words is written with blanks
NAMES = {
    "title": (
        "title|promise|pledge|commitment|proposal|recommendation|request|demand|name|headline|measure|policy|subject|"
        "short title|action|item|text|wording|motion|short|what|titel|vorschlag|versprechen|titre|proposition|"
        "promesse|recommandation|titulo|propuesta|recomendacion|название|предложение|рекомендация|обещание"
    ),
    "summary": "summary|description|descr|desc|details|abstract|full text|beschreibung|resume|descripcion|описание",
    "topics": (
        "topic|topics|theme|themes|category|categories|area|policy area|issue|issues|sector|domain|subject area|"
        "thema|themen|bereich|sujet|categorie|tema|temas|categoria|тема|категория"
    ),
    "status": (
        "status|state|verdict|ruling|outcome|response|position|fulfilment|fulfillment|progress|result|stage|"
        "implementation|implementation status|stand|statut|etat|estado|статус|состояние"
    ),
    "kind": "kind|type|proposal type|art|genre|tipo|вид",
    "proposers": (
        "proposer|proposers|proposed by|by|party|parties|author|authors|sponsor|sponsors|recommending state|"
        "recommending states|reviewing state|recommender|submitted by|submitter|promised by|made by|country|state|"
        "organisation|organization|actor|partei|parti|auteur|partido|autor|автор|партия|страна"
    ),
    "addressees": (
        "addressee|addressees|addressed to|to|state under review|reviewed state|recipient|responsible|ministry|"
        "department|lead agency|responsible body|адресат"
    ),
    "speakers": "speaker|speakers|spoken by|said by|spokesperson|politician|minister|redner|orateur|выступающий",
    "supporters": "supporter|supporters|co sponsor|co sponsors|cosponsors|supported by",
    "opponents": "opponent|opponents|opposed by",
    "body": "body|organ|forum|institution|committee|council|before|орган",
    "meeting": "meeting|session|summit|conference|sitzung|reunion|заседание",
    "place": "place|location|city|venue|ort|lieu|lugar|место",
    "date": (
        "date|proposed on|day|date made|date proposed|promise date|made on|announced|announced on|date announced|"
        "session date|vote date|published|year|datum|fecha|jahr|annee|дата|год"
    ),
    "deadline": "deadline|deadline on|due|due date|target date|by when|frist|echeance|plazo|срок",
    "tags": "tag|tags|keyword|keywords|label|labels",
    "note": "note|notes|our note",
    "uncheckable": "uncheckable|why uncheckable",
    "uid": "uid",
    "status.on": (
        "status on|status date|date of status|moved|last updated|updated|updated on|updated at|as of|checked|"
        "date checked|decided on|decision date|status changed|date updated|last update"
    ),
    "status.because": (
        "because|status reason|reason|justification|rationale|status note|assessment|explanation|status explanation|"
        "begrundung|motif|причина"
    ),
    "status.source": (
        "status source|evidence|evidence url|evidence urls|evidence link|evidence links|proof|status url|status link|"
        "status sources|belege|preuves"
    ),
    "status.quote": "status quote|evidence quote",
    "status.locator": "status locator|evidence page",
    "status.for": "status for|for",
    "status.rating": "status rating|rating|own word|score",
    "status.according_to": "according to|assessor|rated by|checked by|assessed by",
    "status.reason": "reason code",
    "status.extent": "extent",
    "source.title": "source title|source|source doc|source document|document|source name|reference|publication|quelle",
    "source.url": "source url|url|link|source link|source urls|sources url|href|links|web|website|document url|lien",
    "source.locator": "locator|source locator|page|pages|paragraph|para no|article|seite",
    "source.quote": "quote|quotation|verbatim|exact words|excerpt|source quote|zitat|citation|cita|цитата",
    "source.translation": "translation|source translation",
}
TARGETS_BY_NAME: dict[str, list[str]] = {}
for _target, _names in NAMES.items():
    for _name in _names.split("|"):
        TARGETS_BY_NAME.setdefault(folded_key(_name), []).append(_target)

NOISE = {"the", "of", "a", "text", "name", "label", "full", "current", "main", "en", "english", "value", "primary"}
KEY_WORDS = {"id", "ids", "key", "ref", "no", "nr", "number", "code", "slug", "uuid", "symbol"}
KEY_MOST = 4  # letters of a word that ends in `id`: rcid
KINDS_BY_NAME = {
    "promise": "commitment",
    "pledge": "commitment",
    "commitment": "commitment",
    "recommendation": "recommendation",
    "request": "request",
    "demand": "request",
    "proposal": "proposal",
}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLURAL = re.compile(r"(URL|ID)s(?![a-z])")
_DIVIDERS = re.compile(r"[\W_]+")


def column_words(name: str) -> str:
    """The name of a column as words: `sourceDoc`, `source_doc` and `Source-Doc` are `source doc`."""
    plain = _PLURAL.sub(r"\1S", name)
    return " ".join(_DIVIDERS.sub(" ", folded_key(_CAMEL.sub(" ", plain))).split())


def targets_of_name(name: str) -> tuple[list[str], bool]:
    """The targets that the name of a column can mean, the likeliest first, and whether it is exactly their name."""
    words = column_words(name)
    ours = find_target(name) or find_target(words)
    exact = [ours] if ours and ours != "-" else []
    exact += [one for one in TARGETS_BY_NAME.get(words, ()) if one not in exact]
    if exact:
        return exact, True
    bare = " ".join(word for word in words.split() if word not in NOISE)
    return list(TARGETS_BY_NAME.get(bare, ())), False


def kind_of_name(name: str) -> str:
    """The kind that a column of titles says by its name; empty for none."""
    words = column_words(name).removesuffix(" text").removesuffix(" title").split()
    return KINDS_BY_NAME.get(words[-1].removesuffix("s"), "") if words else ""


def is_key_name(name: str) -> bool:
    """Whether a column is so called that it numbers what the rows are about: `id`, `rcid`, `Ref.`, `No`."""
    words = column_words(name).split()
    if len(words) == 1 and len(words[0]) <= KEY_MOST and words[0].endswith("id"):
        return words[0] not in {"aid", "bid", "laid", "paid", "said", "void"}
    return bool(words) and words[-1] in KEY_WORDS
