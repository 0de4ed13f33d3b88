"""The dialog in which own documents are added, seen and removed; the script of the page fills its list.

Static HTML.
"""

from knowledge.own_documents.converting import KINDS, MOST_BYTES


def documents_dialog(has_accounts: bool) -> str:
    """Whose they are, the list, what was said last, and the way to add some."""
    whose = "Only your account finds them" if has_accounts else "Only this browser finds them"
    return (
        '<dialog id="documents" aria-labelledby="documents-title"><h2 id="documents-title">Your documents</h2>'
        "<p>Policies, contracts, price lists: I search them beside what I know, and cite them with the page or "
        f"heading. {whose}, and they stay on this machine.</p>"
        '<ul id="own-documents" aria-labelledby="documents-title" tabindex="-1"></ul>'
        '<div id="documents-said" role="status" tabindex="0" aria-label="What became of them"></div>'
        '<div class="dialog-foot"><span class="note" id="documents-kinds">PDF, Word, Markdown or text, up to '
        f"{MOST_BYTES >> 20} MB each</span>"
        '<button type="button" class="quiet" data-act="close">Close</button>'
        f'<input type="file" id="add-documents" class="sr-only" multiple accept="{",".join(KINDS)}" '
        f'data-most="{MOST_BYTES}" aria-describedby="documents-kinds">'
        '<label class="primary" for="add-documents">Add documents</label></div></dialog>'
    )
