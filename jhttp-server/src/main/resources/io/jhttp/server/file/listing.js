
"use strict";
{
	const input = document.getElementById("filter");
	const shown = input.parentElement.querySelector("output");
	const rows = Array.from(document.getElementById("entries").rows);
	let names;

	// The same letters may come as one code point or as several.
	const comparable = (text) => text.normalize().toLowerCase();

	const filter = () => {
		names ??= rows.map((row) => comparable(row.cells[0].firstChild.textContent));
		const part = comparable(input.value);
		let count = 0;
		rows.forEach((row, index) => {
			const matches = names[index].includes(part);
			count += matches;
			if (row.hidden === matches) {
				row.hidden = !matches;
			}
		});
		shown.value = part ? `${count.toLocaleString("en")} of ${rows.length.toLocaleString("en")}` : "";
	};

	input.parentElement.hidden = false;
	input.addEventListener("input", filter);
	// Browsers keep the text of the field when people come back.
	addEventListener("pageshow", () => input.value && filter());
}
