package io.jhttp.integration.compared;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonView;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

/**
 * What the compared application takes and gives.
 *
 * @param customer who orders
 * @param items what
 * @param secret what not all clients see
 */
record Order(@NotBlank @JsonView(Shown.class) String customer, @Valid @JsonView(Shown.class) List<Item> items,
		String secret) {

	static final Order TEA = new Order("ada", List.of(new Item("tea", 2)), "s");

	/**
	 * A part of an order.
	 *
	 * @param name what
	 * @param count how many
	 */
	record Item(@NotBlank @JsonView(Shown.class) String name, @Min(1) @Max(9) @JsonView(Shown.class) int count) {
	}

	/**
	 * The properties that all clients see.
	 */
	interface Shown {

	}

}
