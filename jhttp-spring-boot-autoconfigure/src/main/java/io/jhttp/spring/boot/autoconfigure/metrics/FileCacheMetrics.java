package io.jhttp.spring.boot.autoconfigure.metrics;

import java.util.function.ToDoubleFunction;

import io.jhttp.server.file.FileCacheStatistics;
import io.jhttp.server.file.FileHandler;
import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.handler.ServedMount;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * What the caches of files keep and have answered: that of the directory, and one for
 * each mount.
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
		bindTo(registry, "none", HandlerInventory::files);
		this.inventory.mounts().forEach((name) -> bindTo(registry, name, (inventory) -> {
			ServedMount mount = inventory.mount(name);
			return (mount != null) ? mount.files() : null;
		}));
	}

	private void bindTo(MeterRegistry registry, String mount, Files files) {
		Gauge.builder("jhttp.files.cache.entries", this.inventory, value(files, FileCacheStatistics::entries))
			.description("Files that are kept in memory")
			.tag("mount", mount)
			.register(registry);
		Gauge.builder("jhttp.files.cache.size", this.inventory, value(files, FileCacheStatistics::bytes))
			.description("Memory that the kept files take")
			.baseUnit(BaseUnits.BYTES)
			.tag("mount", mount)
			.register(registry);
		FunctionCounter.builder(GETS, this.inventory, value(files, FileCacheStatistics::hits))
			.description("Requests for files, answered from memory or with a look at the disk")
			.tag("result", "hit")
			.tag("mount", mount)
			.register(registry);
		FunctionCounter.builder(GETS, this.inventory, value(files, FileCacheStatistics::misses))
			.description("Requests for files, answered from memory or with a look at the disk")
			.tag("result", "miss")
			.tag("mount", mount)
			.register(registry);
	}

	/** Those of the directory, or of a mount, once they are served. */
	@FunctionalInterface
	private interface Files {

		@Nullable FileHandler of(HandlerInventory inventory);

	}

	private static ToDoubleFunction<HandlerInventory> value(Files source, ToDoubleFunction<FileCacheStatistics> value) {
		return (inventory) -> {
			FileHandler files = source.of(inventory);
			return (files != null) ? value.applyAsDouble(files.cacheStatistics()) : 0;
		};
	}

}
