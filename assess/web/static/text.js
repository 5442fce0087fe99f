// A problem's link selects its line in the text; without it the link leads to the numbered lines.
const text = document.querySelector('[data-text]')

function select (line) {
  const lines = text.value.split('\n')
  const start = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0)
  text.focus()
  text.setSelectionRange(start, start + lines[line - 1].length)
  text.scrollTop = (line - 4) * parseFloat(getComputedStyle(text).lineHeight)
}

for (const link of document.querySelectorAll('[data-line]')) {
  link.addEventListener('click', event => {
    event.preventDefault()
    text.scrollIntoView({ block: 'center' })
    select(Math.min(Number(link.dataset.line), text.value.split('\n').length))
  })
}
