package io.jhttp.spring.boot.autoconfigure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
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
	public List<String> of(String... names) {
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

	/**
	 * The listeners that are configured.
	 * @return their properties by their names, empty without any
	 */
	public Map<String, JhttpListenerProperties> listeners() {
		return Binder.get(this.environment)
			.bind("jhttp.listeners", Bindable.mapOf(String.class, JhttpListenerProperties.class))
			.orElse(Map.of());
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
		String uniform = uniform(group);
		Set<String> found = new TreeSet<>();
		for (var source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter((name) -> isWithin(name, name.getNumberOfElements() - 1, uniform))
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
		Set<String> uniform = known.stream().map((each) -> uniform(group + each)).collect(Collectors.toSet());
		return below(group).stream().filter((text) -> {
			ConfigurationPropertyName name = ConfigurationPropertyName.of(text);
			return uniform.stream().noneMatch((each) -> isWithin(name, name.getNumberOfElements(), each));
		}).toList();
	}

	/**
	 * Whether a name is that of a group, or of a property below it.
	 * @param size how many elements of the name count
	 */
	private static boolean isWithin(ConfigurationPropertyName name, int size, String group) {
		String joined = "";
		for (int i = 0; i < size && group.startsWith(joined); i++) {
			joined += name.getElement(i, Form.UNIFORM);
			if (joined.equals(group)) {
				return true;
			}
		}
		return false;
	}

	/** Variables of the system have no dashes: JHTTP_SSL_CLIENT_AUTH is client.auth. */
	private static String uniform(String name) {
		return name.replace("-", "").replace(".", "");
	}

}
