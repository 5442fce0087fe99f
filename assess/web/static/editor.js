// The editor of the rules' text: numbered lines, colours, search, undo, and problems marked at their lines.
// The text field stays the field of the form: it is filled in before the form is sent or the page is printed.
import { EditorState } from './vendor/editor/codemirror-state.js'
import {
  EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers
} from './vendor/editor/codemirror-view.js'
import { defaultKeymap, history, historyKeymap } from './vendor/editor/codemirror-commands.js'
import { HighlightStyle, syntaxHighlighting } from './vendor/editor/codemirror-language.js'
import { yaml } from './vendor/editor/codemirror-lang-yaml.js'
import { lintGutter, lintKeymap, setDiagnostics } from './vendor/editor/codemirror-lint.js'
import { highlightSelectionMatches, search, searchKeymap } from './vendor/editor/codemirror-search.js'
import { tags } from './vendor/editor/lezer-highlight.js'

const colours = HighlightStyle.define([ // each at least 4.5 : 1 on white and on the line that is being edited
  { tag: tags.definition(tags.propertyName), color: 'var(--council)', fontWeight: '700' },
  { tag: tags.comment, color: '#50575e', fontStyle: 'italic' },
  { tag: tags.string, color: '#3b4754' }
])
const look = EditorView.theme({
  '&': { height: '70vh', minHeight: '20rem', border: '2px solid #0b0c0c', fontSize: '.9375rem' },
  '&.cm-focused': { outline: '3px solid #fd0', boxShadow: 'inset 0 0 0 2px #0b0c0c' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: '#f2f4f4', color: '#50575e', borderRight: '1px solid #c5cacf' },
  '.cm-activeLine': { backgroundColor: '#f2f4f4' },
  '.cm-panels': { backgroundColor: '#f2f4f4', color: '#0b0c0c', fontFamily: 'arial, sans-serif' },
  '.cm-panel.cm-search': { padding: '8px 28px 8px 8px' },
  '.cm-panel.cm-search :is(input, button, label)': { fontSize: '1rem' },
  // the marks of problems are words and lines: the pictures that CodeMirror draws them with are data the page may not load
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy #8c1d18', textUnderlineOffset: '3px' },
  '.cm-lint-marker-error': { content: 'normal' },
  '.cm-lint-marker-error::before': { content: '"▶"', color: '#8c1d18' },
  '.cm-tooltip': { maxWidth: '40em', border: '2px solid #0b0c0c', fontFamily: 'arial, sans-serif', fontSize: '1rem' }
})

const words = EditorState.phrases.of({
  Find: 'Find',
  next: 'Next',
  previous: 'Previous',
  all: 'Select all',
  'match case': 'Match case',
  regexp: 'As a pattern',
  'by word': 'Whole words',
  Replace: 'Replace with',
  replace: 'Replace',
  'replace all': 'Replace all',
  close: 'Close the search'
})

function problems (doc) {
  return [...document.querySelectorAll('[data-line]')].map(link => {
    const line = doc.line(Math.min(Number(link.dataset.line), doc.lines))
    const indent = line.text.length - line.text.trimStart().length
    const message = link.parentElement.textContent.replace(/^[^:]*: /, '')
    return { from: line.from + indent, to: line.to, severity: 'error', message }
  })
}

/** Opens the editor in the place of the field, and gives what selects a line in it. */
export function open (text) {
  const label = document.querySelector(`label[for="${text.id}"]`)
  const [hint, swap] = [document.querySelector('[data-keys]'), document.querySelector('[data-swap]')]
  const view = new EditorView({
    state: EditorState.create({
      doc: text.value,
      extensions: [
        EditorView.cspNonce.of(document.querySelector('script[nonce]').nonce),
        EditorView.contentAttributes.of({ 'aria-labelledby': label.id, 'aria-describedby': hint.id, tabindex: '0' }),
        EditorView.lineWrapping,
        lineNumbers(), lintGutter(), history(), search({ top: true }),
        highlightActiveLine(), highlightSpecialChars(), highlightSelectionMatches(),
        yaml(), syntaxHighlighting(colours), look, words,
        keymap.of([...searchKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]) // Tab is left to the browser
      ]
    })
  })
  view.dispatch(setDiagnostics(view.state, problems(view.state.doc)))
  text.before(view.dom)

  const isOpen = () => text.hidden
  const fill = () => { if (isOpen()) text.value = view.state.doc.toString() }
  function turn (toEditor) {
    fill()
    if (toEditor) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text.value } })
    text.hidden = toEditor
    view.dom.hidden = hint.hidden = !toEditor
    swap.textContent = toEditor ? 'Use a plain text field' : 'Use the editor'
  }
  text.hidden = true
  hint.hidden = swap.hidden = false
  swap.addEventListener('click', () => turn(!isOpen()))
  text.form.addEventListener('submit', fill)
  for (const event of ['beforeprint', 'pagehide']) window.addEventListener(event, fill)
  for (const link of [label, ...document.querySelectorAll(`a[href="#${text.id}"]`)]) {
    link.addEventListener('click', event => { if (isOpen()) { event.preventDefault(); view.focus() } })
  }
  return line => {
    const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines))
    view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    view.dom.scrollIntoView({ block: 'nearest' })
    view.focus()
  }
}
