// Replace the text field with a code editor, and make the link of each problem select its line.
// If the editor cannot be loaded, the text field stays. Without JavaScript, the links lead to the page of numbered lines.
const field = document.querySelector('[data-text]')
const editor = field.dataset.editor ? await import(field.dataset.editor).catch(() => null) : null
const selectInEditor = editor ? editor.openEditor(field) : null

function selectInField (number) {
  const lines = field.value.split('\n')
  const start = lines.slice(0, number - 1).reduce((length, line) => length + line.length + 1, 0)
  field.scrollIntoView({ block: 'center' })
  field.focus()
  field.setSelectionRange(start, start + (lines[number - 1] ?? '').length)
  field.scrollTop = (number - 4) * parseFloat(getComputedStyle(field).lineHeight)
}

for (const link of document.querySelectorAll('[data-line]')) {
  link.addEventListener('click', event => {
    event.preventDefault()
    const select = field.hidden ? selectInEditor : selectInField // the field is hidden while the editor is open
    select(Number(link.dataset.line))
  })
}
