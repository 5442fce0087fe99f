// Opens an editor with numbered lines in the place of the text field, and lets a problem's link select its line.
// Without it the field stays, and the links lead to the numbered lines.
const text = document.querySelector('[data-text]')
const editor = text.dataset.editor ? await import(text.dataset.editor).catch(() => null) : null
const show = editor ? editor.open(text) : selectInField

function selectInField (line) {
  const lines = text.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0)
  text.scrollIntoView({ block: 'center' })
  text.focus()
  text.setSelectionRange(start, start + (lines[line - 1] ?? '').length)
  text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight)
}

for (const link of document.querySelectorAll('[data-line]')) {
  link.addEventListener('click', event => {
    event.preventDefault()
    if (text.hidden) show(Number(link.dataset.line))
    else selectInField(Number(link.dataset.line))
  })
}
