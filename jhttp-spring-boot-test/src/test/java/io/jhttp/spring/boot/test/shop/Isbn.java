package io.jhttp.spring.boot.test.shop;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * A value that a converter of the application makes.
 *
 * @param digits all of them
 */
record Isbn(String digits) {

	/**
	 * Leaves the hyphens out.
	 */
	@Component
	static class FromText implements Converter<String, Isbn> {

		@Override
		public Isbn convert(String text) {
			return new Isbn(text.replace("-", ""));
		}

	}

}
