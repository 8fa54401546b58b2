package io.jhttp.spring.boot.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;

import io.jhttp.server.file.FileCacheStatistics;
import io.jhttp.server.file.FileHandler;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What the cache of files keeps and has answered, if the application serves files.
 */
public final class FileCacheMetrics implements MeterBinder {

	private static final String GETS = "jhttp.files.cache.gets";

	private final HandlerInventory inventory;

	/**
	 * Creates the metrics of the files that are served.
	 * @param inventory knows whether there are any, when it is bound or later
	 */
	public FileCacheMetrics(HandlerInventory inventory) {
		this.inventory = inventory;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("jhttp.files.cache.entries", this.inventory, value(FileCacheStatistics::entries))
			.description("Files that are kept in memory")
			.register(registry);
		Gauge.builder("jhttp.files.cache.size", this.inventory, value(FileCacheStatistics::bytes))
			.description("Memory that the kept files take")
			.baseUnit(BaseUnits.BYTES)
			.register(registry);
		FunctionCounter.builder(GETS, this.inventory, value(FileCacheStatistics::hits))
			.description("Requests for files, answered from memory or with a look at the disk")
			.tag("result", "hit")
			.register(registry);
		FunctionCounter.builder(GETS, this.inventory, value(FileCacheStatistics::misses))
			.description("Requests for files, answered from memory or with a look at the disk")
			.tag("result", "miss")
			.register(registry);
	}

	private static ToDoubleFunction<HandlerInventory> value(ToDoubleFunction<FileCacheStatistics> value) {
		return (inventory) -> {
			FileHandler files = inventory.files();
			return (files != null) ? value.applyAsDouble(files.cacheStatistics()) : 0;
		};
	}

}
