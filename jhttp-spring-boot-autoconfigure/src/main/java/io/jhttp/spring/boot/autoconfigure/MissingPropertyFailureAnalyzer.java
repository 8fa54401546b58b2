package io.jhttp.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Tells of a property that is needed, or whose default cannot be used here. Spring Boot's
 * own analyzer, which this goes before, would tell of an invalid value 'null'.
 */
final class MissingPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException>
		implements Ordered {

	private final @Nullable Environment environment;

	MissingPropertyFailureAnalyzer(@Nullable Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure,
			InvalidConfigurationPropertyValueException cause) {
		String name = cause.getName();
		// An element may be set by the list that it is in.
		String searched = (cause.getValue() != null) ? name.replaceAll("\\[.*", "") : name;
		boolean ours = name.startsWith("jhttp.") || name.startsWith("management.server.");
		if (!ours || this.environment == null || new SetProperties(this.environment).contains(searched)) {
			return null;
		}
		String description = (cause.getValue() == null) ? "The property " + name + " is not set."
				: "The property " + name + " is not set, and its default, '" + cause.getValue() + "', cannot be used.";
		return new FailureAnalysis(description, cause.getReason(), cause);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

}
