
"use strict";
{
	const input = document.getElementById("filter");
	const shown = input.parentElement.querySelector("output");
	const groups = Array.from(document.querySelectorAll(".entries"));
	let rows;

	// The same letters may come as one code point or as several.
	const comparable = (text) => text.normalize().toLowerCase();

	const read = (row) => ({ row, name: comparable(row.querySelector("a").textContent) });

	const filter = () => {
		rows ??= groups.map((group) => Array.from(group.rows, read));
		const part = comparable(input.value);
		let total = 0;
		let matches = 0;
		rows.forEach((rowsOfGroup, index) => {
			let visible = 0;
			for (const { row, name } of rowsOfGroup) {
				const matching = name.includes(part);
				visible += matching;
				if (row.hidden === matching) {
					row.hidden = !matching;
				}
			}
			// Where nothing is laid out yet, its height is guessed from the number of rows.
			groups[index].hidden = visible === 0;
			groups[index].style.setProperty("--rows", visible);
			matches += visible;
			total += rowsOfGroup.length;
		});
		shown.value = part ? `${matches.toLocaleString("en")} of ${total.toLocaleString("en")}` : "";
	};

	input.parentElement.hidden = false;
	input.addEventListener("input", filter);
	// Browsers keep the text of the field when people come back.
	addEventListener("pageshow", () => input.value && filter());
}
