package io.jhttp.spring.boot.autoconfigure;

import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;

/**
 * A property that is true or false, for conditions, which come before properties are
 * bound.
 */
final class SwitchProperty {

	private SwitchProperty() {
	}

	/**
	 * What is neither is left to those who bind the property: they say so.
	 */
	static boolean isOn(Environment environment, String name, boolean byDefault) {
		try {
			return environment.getProperty(name, Boolean.class, byDefault);
		}
		catch (ConversionException ex) {
			return byDefault;
		}
	}

}
