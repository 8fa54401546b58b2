package io.jhttp.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.file.FileHandler;
import io.jhttp.server.file.MountPoint;
import io.jhttp.server.file.MountTable;
import io.jhttp.server.file.MountedFiles;
import io.jhttp.spring.boot.autoconfigure.handler.ServedMount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * The places of files that the properties describe, and the main one of the directory or
 * the handler class, if there is one.
 */
final class ConfiguredMounts {

	private static final MountPoint MAIN = MountPoint.of("/", List.of());

	private final JhttpProperties properties;

	private final Environment environment;

	private final ClassLoader loader;

	private final Map<String, MountPoint> points = new LinkedHashMap<>();

	private final MountTable table;

	/**
	 * Reads where something is served.
	 * @param main the property that says what answers where there is no mount; null if
	 * nothing does
	 */
	ConfiguredMounts(JhttpProperties properties, Environment environment, ClassLoader loader, @Nullable String main) {
		this.properties = properties;
		this.environment = environment;
		this.loader = loader;
		properties.getMounts().forEach((name, mount) -> this.points.put(name, point(name, mount)));
		requireDifferent(main);
		List<MountPoint> all = new ArrayList<>(this.points.values());
		if (main != null) {
			all.add(MAIN);
		}
		this.table = MountTable.of(all);
	}

	private static MountPoint point(String name, JhttpMountProperties mount) {
		String property = "jhttp.mounts." + name;
		String prefix = mount.getPrefix();
		if (prefix == null && mount.getHosts().isEmpty()) {
			throw new InvalidConfigurationPropertyValueException(property + ".prefix", null,
					"Set it to the path below which the files are, such as /" + name + ", or set " + property
							+ ".hosts to serve them for these hosts only.");
		}
		CheckedValues.elements(property + ".hosts", mount.getHosts(), (hosts) -> MountPoint.of("/", hosts));
		String path = (prefix != null) ? prefix : "/";
		CheckedValues.use(property + ".prefix", path, (value) -> MountPoint.of(value, List.of()));
		return MountPoint.of(path, mount.getHosts());
	}

	private void requireDifferent(@Nullable String main) {
		Map<String, MountPoint> earlier = new LinkedHashMap<>();
		if (main != null) {
			earlier.put(main, MAIN);
		}
		this.points.forEach((name, point) -> {
			earlier.forEach((property, other) -> requireDifferent(name, point, property, other));
			earlier.put("jhttp.mounts." + name, point);
		});
	}

	private static void requireDifferent(String name, MountPoint point, String property, MountPoint other) {
		try {
			MountTable.of(List.of(other, point));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(
					"jhttp.mounts." + name + ".prefix", point.prefix(), property
							+ " answers for the same path and host. Give one of them another prefix, or hosts of its own.");
		}
	}

	MountTable table() {
		return this.table;
	}

	MountPoint main() {
		return MAIN;
	}

	/** By their names. */
	Map<String, ServedMount> serve() {
		Map<String, ServedMount> served = new LinkedHashMap<>();
		this.properties.getMounts().forEach((name, mount) -> served.put(name, serve(name, mount)));
		return served;
	}

	private ServedMount serve(String name, JhttpMountProperties mount) {
		String property = "jhttp.mounts." + name + ".location";
		String location = mount.getLocation();
		if (location == null || location.isBlank()) {
			throw new InvalidConfigurationPropertyValueException(property, location,
					"Set it to a directory, such as file:/srv/" + name + " or classpath:/static.");
		}
		MountPoint point = Objects.requireNonNull(this.points.get(name));
		ServedDirectory directory = ServedDirectory.of(property, location);
		ServedFiles files = new ServedFiles(this.properties,
				FileSettings.of(this.properties, this.environment, name, mount), this.loader, point, this.table);
		FileHandler handler = files.of(directory);
		files.warnOfMissingPages(handler);
		return new ServedMount(point, directory.toString(), handler);
	}

	/**
	 * What answers for all of them.
	 * @param main what answers at the main place, if there is one
	 * @param rest what answers where there is none
	 */
	HttpHandler handler(Collection<ServedMount> mounts, @Nullable HttpHandler main, HttpHandler rest) {
		Map<MountPoint, HttpHandler> handlers = new LinkedHashMap<>();
		mounts.forEach((mount) -> handlers.put(mount.point(), mount.files()));
		if (main != null) {
			handlers.put(MAIN, main);
		}
		return new MountedFiles(this.table, handlers, rest);
	}

}
