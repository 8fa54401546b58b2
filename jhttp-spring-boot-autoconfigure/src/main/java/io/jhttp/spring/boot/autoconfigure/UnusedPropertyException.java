package io.jhttp.spring.boot.autoconfigure;

import java.io.Serial;
import java.util.List;

/**
 * Properties are set that would have no effect.
 */
public final class UnusedPropertyException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final transient List<String> properties;

	private final String reason;

	private final String remedy;

	/**
	 * Creates an exception. It does not tell values, which may be secret.
	 * @param properties the names of the properties, at least one
	 * @param reason why they would have no effect, without a full stop
	 * @param remedy a sentence that says what to do
	 */
	public UnusedPropertyException(List<String> properties, String reason, String remedy) {
		super(String.join(", ", properties) + " would have no effect: " + reason);
		this.properties = List.copyOf(properties);
		this.reason = reason;
		this.remedy = remedy;
	}

	List<String> properties() {
		return this.properties;
	}

	String reason() {
		return this.reason;
	}

	String remedy() {
		return this.remedy;
	}

}
