"""The body's writing surface: the textarea's widget, its modules and its texts."""

import json

from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms import Script
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from js_asset import Media

from articles.admin.modules import IMPORTMAP
from articles.admin.picture_field import picture_desk
from articles.body import WORDS_PER_MINUTE
from articles.markup import MAX_URL, PROVIDERS

LONG_HEADLINE = 90  # characters: longer ones are cut by search engines and fill a telephone's first screen


class BodyEditor(AdminTextareaWidget):
    """A textarea that articles/editor/start.js makes a writing surface of. Without scripts it stays what it is."""

    @property
    def media(self):
        return Media(
            importmap=IMPORTMAP,
            css={"all": ["articles/editor.css"]},
            js=[Script("articles/editor/start.js", type="module")],
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"]["data-body-editor"] = json.dumps(_what_the_modules_need(), ensure_ascii=False)
        return context


def _what_the_modules_need():
    pictures = picture_desk()
    return pictures | {
        "language": get_language(),
        "articles": reverse("admin:articles_edition_choose_article"),
        "tags": reverse("admin:articles_edition_choose_tag"),
        "authors": reverse("admin:articles_edition_choose_author"),
        "addPerson": reverse("admin:articles_edition_add_person"),
        "session": reverse("admin:session"),
        "providers": PROVIDERS,
        "longestAddress": MAX_URL,
        "wordsPerMinute": WORDS_PER_MINUTE,
        "longHeadline": LONG_HEADLINE,
        "texts": pictures["texts"] | _texts(),
    }


def _texts():
    """Return what the modules say, by the names they know it under."""
    return {
        "body": _("Body"),
        "tools": _("Formatting"),
        "write": _("Write, or type / to add a block"),
        # marks
        "strong": _("Bold"),
        "em": _("Italic"),
        "sub": _("Subscript"),
        "sup": _("Superscript"),
        "link": _("Link"),
        "linkAddress": _("Address of the link"),
        "linkRefused": _("Begin with https://, mailto: or tel:, or with / for a page of this site."),
        "unlink": _("Remove the link"),
        # blocks
        "blocks": _("Blocks"),
        "add": _("Add a block"),
        "noBlock": _("No block of that name"),
        "paragraph": _("Paragraph"),
        "h2": _("Subhead"),
        "h3": _("Smaller subhead"),
        "ul": _("List"),
        "ol": _("Numbered list"),
        "blockquote": _("Quotation"),
        "hr": _("Dividing line"),
        "pullQuote": _("Pull quote"),
        "pullQuoteText": _("What was said"),
        "pullQuoteSpeaker": _("Who said it"),
        "pullQuoteRole": _("Their role"),
        "factBox": _("Fact box"),
        "factBoxTitle": _("Title of the box"),
        "factBoxText": _("Facts"),
        # tables
        "table": _("Table"),
        "addRow": _("Add a row"),
        "addColumn": _("Add a column"),
        "deleteRow": _("Delete the row"),
        "deleteColumn": _("Delete the column"),
        "mergeCells": _("Merge the cells"),
        "splitCell": _("Split the cell"),
        "headRow": _("First row is a heading"),
        # embeds
        "embed": _("Embed"),
        "embedAddress": _("Address of the post, video or chart"),
        "embedRefused": _("Nothing can be embedded from there. What can: %(providers)s.")
        % {"providers": ", ".join(dict.fromkeys(PROVIDERS.values()))},
        "changeAddress": _("Change the address"),
        "embedCaption": _("What it is"),
        # what is chosen
        "related": _("Related article"),
        "relatedMissing": _("There is no such article, or you may not read it."),
        "searchArticles": _("Words of the headline"),
        "alignNone": _("In the column"),
        "alignLeft": _("At the left"),
        "alignRight": _("At the right"),
        "alignWide": _("Wide"),
        # tags and bylines: the modules fill in what %(…)s stands for
        "tags": _("Tags"),
        "newTag": _("New tag: %(name)s"),
        "alreadyThere": _("%(name)s is there already."),
        "removeName": _("Remove %(name)s"),
        "addPerson": _("Add a person"),
        "newPerson": _("New person: %(name)s"),
        "newNamesake": _("Another person of that name: %(name)s"),
        "signsAlready": _("%(name)s signs already."),
        "notChosen": _("“%(name)s” signs nothing yet: choose a person, or empty the box. Nothing is saved so far."),
        "notAdded": _("The person could not be added. Try again."),
        "moveUp": _("Move up"),
        "moveDown": _("Move down"),
        "place": _("%(name)s: %(place)s of %(count)s"),
        "lineKeys": _("← → along a line, Alt + ↑ ↓ to move it, Delete to remove it"),
        # who is signed in, and words that were not saved
        "signInAgain": _("Sign in again"),
        "sessionEnded": _("Your session has ended. Sign in: your words are kept, and what you asked for will be done."),
        "sessionTaken": _(
            "%(name)s has signed in here since. Sign in: your words are kept, and will be saved as yours."
        ),
        "sessionOver": _("Your session has ended. Your words are still here."),
        "userName": _("User name"),
        "password": _("Password"),
        "signIn": _("Sign in"),
        "noAnswer": _("The server does not answer"),
        "noAnswerHelp": _("Your words are still here. Try again in a moment."),
        "sendAnyway": _("Send them all the same"),
        "rescued": _("Words of %(at)s that were not saved are still here."),
        "takeBack": _("Take them back"),
        "throwAway": _("Throw them away"),
        # the rest
        "undo": _("Undo"),
        "redo": _("Redo"),
        "help": _("Keyboard help"),
        "keys": _("Keys"),
        "keySlash": _("In an empty paragraph: choose a block"),
        "keySave": _("Save"),
        "keyTools": _("To the formatting tools; Escape leads back"),
        "keyWalk": _("Through a pull quote, a table or the levels of a list; Shift + Tab goes back"),
        "keyBreak": _("New line in the same paragraph"),
        "keyLeave": _("New paragraph after the block"),
        "ok": _("OK"),
        "word": _("word"),
        "words": _("words"),
        "minutes": _("min to read"),
        "character": _("character"),
        "characters": _("characters"),
        "tooLong": _("long: it may be cut"),
    }
