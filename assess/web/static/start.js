// Start the GOV.UK Frontend components; every page also works without them.
import { initAll } from './vendor/govuk-frontend.js'

initAll()

// Show the fields that belong to a choice only while it is chosen. Without scripts they are always there, and count only then.
function updateReveals () {
  for (const input of document.querySelectorAll('[data-reveals]')) {
    document.getElementById(input.dataset.reveals).hidden = !input.checked
  }
}

addEventListener('change', updateReveals)
addEventListener('pageshow', updateReveals) // a page that the browser brings back keeps its choices
updateReveals()

// Keep what is typed until it is saved, and forget it then.
try {
  if (document.querySelector('main form[method="post"]') || localStorage.length) import('./unsaved.js')
} catch {} // storage is switched off in this browser

// Open every closed details element before printing, and close it again afterwards.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details:not([open])')) {
    details.open = true
    addEventListener('afterprint', () => { details.open = false }, { once: true })
  }
})
