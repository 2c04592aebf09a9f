"""French sentences from a small grammar. Each function takes its dice (random.Random): a seed tells the text."""

from __future__ import annotations

from random import Random

FIRST_NAMES = (
    "Adèle Agathe Alban Amina Anaïs Antoine Aurélien Awa Bastien Brahim Camille Carole Cécile Clément Constance "
    "Corentin David Élise Éloïse Émile Fanny Farid Florent Gaëlle Gilles Hélène Hugo Inès Jeanne Joël Karim Laure Léa "
    "Lucas Maëlle Malik Marius Mathilde Nadia Noé Ophélie Pauline Quentin Rachid Rémi Rose Salomé Samir Solène Théo "
    "Yasmine"
).split()
LAST_NAMES = (
    "Abadie Aubert Barbier Bélanger Benhamou Besson Bouvier Brunet Carpentier Chauvin Cissé Cordier Delattre Diallo "
    "Dupuy Esnault Fabre Ferrand Garnier Gauthier Guérin Haddad Hamon Jacquet Joubert Kerbrat Lacroix Lebrun Lemoine "
    "Leroux Maillard Marchal Mercier Meunier Monnier Nguyen Ollivier Pasquier Perrot Poirier Prévost Renaudin Riou "
    "Roussel Sauvage Tessier Thibault Vasseur Vidal Weber"
).split()

# Who, with the number of the verb.
ACTORS = [
    *((name, 0) for name in (
        "la municipalité", "le conseil départemental", "la préfecture", "l’association des riverains", "le port",
        "l’université", "la chambre d’agriculture", "le club", "la compagnie de théâtre", "l’hôpital", "le tribunal",
        "la bibliothèque centrale", "la coopérative", "l’office du tourisme", "le lycée maritime", "la région",
    )),
    *((name, 1) for name in (
        "les pêcheurs", "les commerçants du centre", "les habitants des Tanneurs", "les chercheurs", "les élus",
        "les agriculteurs", "les parents d’élèves", "les musiciens", "les pompiers", "les soignants",
        "les deux communes", "les conducteurs de tramway",
    )),
]  # fmt: skip
DEEDS = (
    ("présente", "présentent"), ("défend", "défendent"), ("attend", "attendent"), ("conteste", "contestent"),
    ("prépare", "préparent"), ("relance", "relancent"), ("abandonne", "abandonnent"), ("finance", "financent"),
    ("étudie", "étudient"), ("réclame", "réclament"), ("soutient", "soutiennent"), ("redoute", "redoutent"),
    ("dévoile", "dévoilent"), ("reporte", "reportent"), ("salue", "saluent"), ("négocie", "négocient"),
)  # fmt: skip
THINGS = (
    "la rénovation du vieux pont", "un budget en hausse", "la fermeture de la ligne", "un plan contre la sécheresse",
    "l’ouverture d’une maison de santé", "une saison de concerts", "le nouveau calendrier", "la réforme des cantines",
    "un accord sur les salaires", "la vente du grand hangar", "une charte pour la baie", "le retour des bus de nuit",
    "un recours contre le permis", "la création de trente logements", "une enquête sur les loyers",
    "le projet de piste cyclable", "un traité de coopération", "la baisse des quotas", "un match à guichets fermés",
    "une exposition sur les marées", "la restauration du phare", "un programme d’échanges", "la gratuité des musées",
    "l’extension du marché couvert",
)  # fmt: skip
PLACES = (
    "à Port-Valmer", "à Saint-Orens", "dans le quartier des Tanneurs", "sur le port", "place des Halles",
    "à Val-Roncy", "dans toute la région", "à la Pointe Blanche", "au pied des collines", "devant la gare",
    "de l’autre côté de la baie", "à Bruxelles", "à Montréal", "en Galice",
)  # fmt: skip
TIMES = (
    "Lundi", "Mardi soir", "Mercredi", "Jeudi matin", "Vendredi", "Samedi", "Dimanche", "Cette semaine",
    "Depuis janvier", "Hier", "Au printemps", "En fin d’après-midi", "À la rentrée", "L’été dernier", "Dès demain",
    "Ces derniers jours",
)  # fmt: skip
REASONS = (
    "faute de moyens", "après deux ans de discussions", "malgré l’avis des riverains", "pour la troisième fois",
    "sans attendre le vote", "avec l’appui de la région", "au terme d’une longue nuit", "dans un climat apaisé",
    "contre l’avis de ses partenaires", "avant la fin du trimestre", "à l’unanimité", "comme l’an dernier",
)  # fmt: skip
LINKS = (
    "Pour autant,",
    "Dans le même temps,",
    "En réalité,",
    "À l’inverse,",
    "Résultat :",
    "Surtout,",
    "Autre signe :",
)
COUNTED = (
    "familles sont concernées", "personnes ont répondu à l’appel", "logements restent vides", "billets ont été vendus",
    "emplois sont en jeu", "signatures ont été réunies", "hectares sont touchés", "élèves changeront de classe",
    "euros manquent encore", "bateaux sont restés à quai", "spectateurs sont attendus", "kilomètres seront refaits",
)  # fmt: skip
SOURCES = (
    "selon la préfecture", "d’après un rapport que nous avons lu", "selon nos informations", "de source syndicale",
    "selon les chiffres de l’institut", "d’après les organisateurs",
)  # fmt: skip
UTTERANCES = (
    "On ne peut plus attendre", "C’est un choix que nous assumons", "Personne ne nous a demandé notre avis",
    "Il faudra du temps, mais nous y arriverons", "Nous avons besoin de règles claires", "Je n’y croyais plus",
    "Tout le monde devra faire un effort", "C’est d’abord une question de confiance", "Le plus dur reste à faire",
    "Nous voulons des chiffres, pas des promesses", "La mer ne rend jamais ce qu’elle prend",
    "Chaque hiver, on recommence", "Ici, tout le monde se connaît", "Le dossier est sur la table depuis dix ans",
)  # fmt: skip
SAYS = ("explique", "assure", "soupire", "résume", "prévient", "raconte", "insiste", "reconnaît", "s’agace", "sourit")
ROLES = (
    "maire de Saint-Orens", "présidente de l’association", "économiste", "capitaine du port", "directrice du lycée",
    "porte-parole de la préfecture", "adjoint aux transports", "professeure d’histoire", "entraîneur", "libraire",
    "médecin", "agricultrice", "syndicaliste", "architecte",
)  # fmt: skip
THEMES = (
    "Un dossier ancien", "Ce qui va changer", "Des chiffres contestés", "Le calendrier se resserre", "Qui paiera ?",
    "Les riverains entendus", "Un précédent à Saint-Orens", "La prudence des experts", "Trois scénarios",
    "Une facture qui grimpe", "Le pari du train", "Des voix discordantes", "Et maintenant ?", "Sur le terrain",
    "La part de l’État", "Une longue attente",
)  # fmt: skip
KICKERS = (
    "Transports", "Logement", "Enquête", "Mer et littoral", "Éducation", "Justice", "Climat", "Emploi", "Reportage",
    "Patrimoine", "Élections", "Économie",
)  # fmt: skip


def person(dice: Random) -> str:
    return f"{dice.choice(FIRST_NAMES)} {dice.choice(LAST_NAMES)}"


def upper_first(text: str) -> str:
    return text[0].upper() + text[1:]


def happening(dice: Random) -> str:
    """Return who does what, without a capital or a full stop."""
    actor, number = dice.choice(ACTORS)
    return f"{actor} {dice.choice(DEEDS)[number]} {dice.choice(THINGS)}"


def headline(dice: Random) -> str:
    match dice.randrange(4):
        case 0:
            return f"{upper_first(dice.choice(THINGS))} : {happening(dice)}"
        case 1:
            return f"{upper_first(happening(dice))} {dice.choice(PLACES)}"
        case 2:
            return f"« {dice.choice(UTTERANCES)} » : {happening(dice)}"
        case _:
            return f"{upper_first(happening(dice))} {dice.choice(REASONS)}"


def sentence(dice: Random) -> str:
    match dice.randrange(7):
        case 0 | 1:
            return f"{dice.choice(TIMES)}, {happening(dice)} {dice.choice(PLACES)}."
        case 2:
            return f"{upper_first(happening(dice))}, {dice.choice(REASONS)}."
        case 3:
            return f"{dice.choice(LINKS)} {happening(dice)} {dice.choice(PLACES)}."
        case 4:
            return f"Quelque {dice.randrange(2, 99) * 10} {dice.choice(COUNTED)}, {dice.choice(SOURCES)}."
        case 5:
            return f"« {dice.choice(UTTERANCES)} », {dice.choice(SAYS)} {person(dice)}, {dice.choice(ROLES)}."
        case _:
            return f"{upper_first(dice.choice(SOURCES))}, {happening(dice)}, {dice.choice(REASONS)}."


def sentences(dice: Random, least: int, most: int) -> str:
    return " ".join(sentence(dice) for _count in range(dice.randint(least, most)))
