package io.jhttp.spring.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * Which properties are set, whatever their values: bound objects do not tell a default
 * from a value that equals it.
 */
public final class SetProperties {

	private final Environment environment;

	/**
	 * Looks at an environment.
	 * @param environment where the properties are set
	 */
	public SetProperties(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Chooses those that are set.
	 * @param names of properties, or of groups of them
	 * @return the names of properties that are set, as they are written where they are
	 */
	List<String> of(String... names) {
		Set<String> set = new TreeSet<>();
		for (String name : names) {
			ConfigurationPropertyName searched = ConfigurationPropertyName.of(name);
			for (var source : ConfigurationPropertySources.get(this.environment)) {
				if (source.getConfigurationProperty(searched) != null) {
					set.add(name);
				}
			}
			set.addAll(below(name));
		}
		return List.copyOf(set);
	}

	boolean contains(String name) {
		return !of(name).isEmpty();
	}

	/**
	 * All properties of a group.
	 * @param group such as {@code jhttp.ssl}
	 * @return their whole names
	 */
	private Set<String> below(String group) {
		Set<String> found = new TreeSet<>();
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> isWithin(name.getParent(), group))
					.forEach((name) -> found.add(name.toString()));
			}
		}
		return found;
	}

	/**
	 * The properties of a group that it does not have.
	 * @param group such as {@code jhttp.ssl}
	 * @param known what may stand behind it; of a list or another group, its name
	 * @return the whole names of all others
	 */
	public List<String> unknown(String group, Collection<String> known) {
		return below(group).stream()
			.filter((name) -> known.stream()
				.noneMatch((each) -> isWithin(ConfigurationPropertyName.of(name), group + "." + each)))
			.toList();
	}

	/** Whether a name is a group's own, or that of a property below it. */
	private static boolean isWithin(ConfigurationPropertyName name, String group) {
		String searched = uniform(ConfigurationPropertyName.of(group));
		return Stream.iterate(name, (each) -> !each.isEmpty(), ConfigurationPropertyName::getParent)
			.anyMatch((each) -> uniform(each).equals(searched));
	}

	/** Variables of the system have no dashes: JHTTP_SSL_CLIENT_AUTH is client.auth. */
	private static String uniform(ConfigurationPropertyName name) {
		return IntStream.range(0, name.getNumberOfElements())
			.mapToObj((i) -> name.getElement(i, Form.UNIFORM))
			.collect(Collectors.joining());
	}

}
