// A code editor for the text of the rules: line numbers, highlighting, search, undo, and problems marked at their lines.
// The text field remains the field of the form: it gets the text of the editor before the form is sent or the page printed.
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

const highlighting = HighlightStyle.define([ // contrast of at least 4.5:1 on white and on the active line
  { tag: tags.definition(tags.propertyName), color: 'var(--council)', fontWeight: '700' },
  { tag: tags.comment, color: '#50575e', fontStyle: 'italic' },
  { tag: tags.string, color: '#3b4754' }
])
const theme = EditorView.theme({
  '&': { height: '70vh', minHeight: '20rem', border: '2px solid #0b0c0c', fontSize: '.9375rem' },
  '&.cm-focused': { outline: '3px solid #fd0', boxShadow: 'inset 0 0 0 2px #0b0c0c' },
  '.cm-scroller': { fontFamily: 'ui-monospace, monospace', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: '#f2f4f4', color: '#50575e', borderRight: '1px solid #c5cacf' },
  '.cm-activeLine': { backgroundColor: '#f2f4f4' },
  '.cm-panels': { backgroundColor: '#f2f4f4', color: '#0b0c0c', fontFamily: 'arial, sans-serif' },
  '.cm-panel.cm-search': { padding: '8px 28px 8px 8px' },
  '.cm-panel.cm-search :is(input, button, label)': { fontSize: '1rem' },
  // CodeMirror marks problems with images in data URLs, which the content security policy forbids: use text instead
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy #8c1d18', textUnderlineOffset: '3px' },
  '.cm-lint-marker-error': { content: 'normal' },
  '.cm-lint-marker-error::before': { content: '"▶"', color: '#8c1d18' },
  '.cm-tooltip': { maxWidth: '40em', border: '2px solid #0b0c0c', fontFamily: 'arial, sans-serif', fontSize: '1rem' }
})

const phrases = EditorState.phrases.of({
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

function collectDiagnostics (doc) {
  return [...document.querySelectorAll('[data-line]')].map(link => {
    const line = doc.line(Math.min(Number(link.dataset.line), doc.lines))
    const indent = line.text.length - line.text.trimStart().length
    const message = link.parentElement.textContent.replace(/^[^:]*: /, '')
    return { from: line.from + indent, to: line.to, severity: 'error', message }
  })
}

/** Open the editor in place of a text field, and return a function that selects a line in it. */
export function openEditor (field) {
  const label = document.querySelector(`label[for="${field.id}"]`)
  const [hint, toggle] = [document.querySelector('[data-keys]'), document.querySelector('[data-swap]')]
  const view = new EditorView({
    state: EditorState.create({
      doc: field.value,
      extensions: [
        EditorView.cspNonce.of(document.querySelector('script[nonce]').nonce),
        EditorView.contentAttributes.of({ 'aria-labelledby': label.id, 'aria-describedby': hint.id, tabindex: '0' }),
        EditorView.lineWrapping,
        lineNumbers(), lintGutter(), history(), search({ top: true }),
        highlightActiveLine(), highlightSpecialChars(), highlightSelectionMatches(),
        yaml(), syntaxHighlighting(highlighting), theme, phrases,
        keymap.of([...searchKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]) // Tab is left to the browser
      ]
    })
  })
  view.dispatch(setDiagnostics(view.state, collectDiagnostics(view.state.doc)))
  field.before(view.dom)

  const isOpen = () => field.hidden
  const updateField = () => { if (isOpen()) field.value = view.state.doc.toString() }
  function showEditor (isShown) {
    updateField()
    if (isShown) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: field.value } })
    field.hidden = isShown
    view.dom.hidden = hint.hidden = !isShown
    toggle.textContent = isShown ? 'Use a plain text field' : 'Use the editor'
  }
  field.hidden = true
  hint.hidden = toggle.hidden = false
  toggle.addEventListener('click', () => showEditor(!isOpen()))
  field.form.addEventListener('submit', updateField)
  for (const event of ['beforeprint', 'pagehide']) window.addEventListener(event, updateField)
  for (const link of [label, ...document.querySelectorAll(`a[href="#${field.id}"]`)]) {
    link.addEventListener('click', event => { if (isOpen()) { event.preventDefault(); view.focus() } })
  }
  return line => {
    const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines))
    view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: 'center' }) })
    view.dom.scrollIntoView({ block: 'nearest' })
    view.focus()
  }
}
