// Start the GOV.UK Frontend components; every page also works without them.
import { initAll } from './vendor/govuk-frontend.js'

initAll()

// Open every closed details element before printing, and close it again afterwards.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details:not([open])')) {
    details.open = true
    addEventListener('afterprint', () => { details.open = false }, { once: true })
  }
})
