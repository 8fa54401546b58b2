package io.jhttp.spring.boot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.Environment;

/**
 * Warns of properties that look like those of the server, and are none.
 */
final class UnknownProperties {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	private UnknownProperties() {
	}

	/**
	 * All that there are.
	 * @return their names without {@code jhttp}; of a list or a map only its name
	 */
	static Set<String> known() {
		return known(JhttpProperties.class);
	}

	/** Those of a group of properties. */
	static Set<String> known(Class<?> group) {
		Set<String> known = new TreeSet<>();
		collect(group, "", known);
		return known;
	}

	/** The names of the properties of an element, of a group in it only its own. */
	static Set<String> of(Class<?> element) {
		Set<String> names = new TreeSet<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(element)) {
			if (property.getWriteMethod() != null || property.getPropertyType().getPackage() == element.getPackage()) {
				names.add(DataObjectPropertyName.toDashedForm(property.getName()));
			}
		}
		return names;
	}

	static void warn(Environment environment) {
		Set<String> known = known();
		// For builds and tests, which no server reads.
		known.add("test");
		List<String> unknown = new SetProperties(environment).unknown("jhttp", known);
		if (!unknown.isEmpty()) {
			logger.warn("These properties have no effect, as jhttp does not have them: " + String.join(", ", unknown)
					+ ". Check their spelling: docs/properties.md lists all properties.");
		}
	}

	private static void collect(Class<?> group, String prefix, Set<String> names) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(group)) {
			Class<?> type = property.getPropertyType();
			String name = prefix + DataObjectPropertyName.toDashedForm(property.getName());
			if (!type.isEnum() && type.getPackage() == JhttpProperties.class.getPackage()) {
				collect(type, name + ".", names);
			}
			else {
				names.add(name);
			}
		}
	}

}
