// Shows the share of each barrier while weights are typed; without it a button works the shares out.
const table = document.querySelector('[data-shares]')
const rows = [...table.querySelectorAll('tbody tr')].map(row => [row.querySelector('input'), row.querySelector('output')])
const weight = input => /^\d{1,9}$/.test(input.value.trim()) ? Number(input.value) : 0

function show () {
  const total = rows.reduce((sum, [input]) => sum + weight(input), 0)
  for (const [input, output] of rows) {
    const share = Math.floor(1000 * weight(input) / total) / 10 // rounded down as everywhere
    output.value = weight(input) ? `${share}%` : '–'
  }
}

table.addEventListener('input', show)
