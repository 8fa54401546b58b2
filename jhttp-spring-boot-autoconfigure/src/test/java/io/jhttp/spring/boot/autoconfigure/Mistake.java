package io.jhttp.spring.boot.autoconfigure;

import java.util.List;

/**
 * A mistake, and what its author is told.
 *
 * @param title what was done, as a sentence
 * @param beans the classes of beans
 * @param properties with their values
 * @param told parts of the analysis or the warning, in order
 */
record Mistake(String title, List<Class<?>> beans, List<String> properties, List<String> told) {

	static Mistake of(String title) {
		return new Mistake(title, List.of(), List.of(), List.of());
	}

	Mistake beans(Class<?>... beans) {
		return new Mistake(this.title, List.of(beans), this.properties, this.told);
	}

	Mistake properties(String... properties) {
		return new Mistake(this.title, this.beans, List.of(properties), this.told);
	}

	Mistake told(String... told) {
		return new Mistake(this.title, this.beans, this.properties, List.of(told));
	}

	@Override
	public String toString() {
		return this.title;
	}

}
