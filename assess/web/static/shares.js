// Update the share of each barrier while weights are typed; without JavaScript a button recalculates the shares.
const table = document.querySelector('[data-shares]')
const rows = [...table.querySelectorAll('tbody tr')].map(row => [row.querySelector('input'), row.querySelector('output')])
const parseWeight = input => /^\d{1,9}$/.test(input.value.trim()) ? Number(input.value) : 0

function updateShares () {
  const total = rows.reduce((sum, [input]) => sum + parseWeight(input), 0)
  for (const [input, output] of rows) {
    const share = Math.floor(1000 * parseWeight(input) / total) / 10 // rounded down, as on the server
    output.value = parseWeight(input) ? `${share}%` : '–'
  }
}

table.addEventListener('input', updateShares)
