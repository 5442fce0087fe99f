// Starts the GOV.UK Frontend components; every page works without it.
import { initAll } from './vendor/govuk-frontend.js'

initAll()
