// Starts the GOV.UK Frontend components; every page works without it.
import { initAll } from './vendor/govuk-frontend.js'

initAll()

// On paper nothing can be unfolded: what is closed is opened for the print, and closed again after it.
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details:not([open])')) {
    details.open = true
    addEventListener('afterprint', () => { details.open = false }, { once: true })
  }
})
