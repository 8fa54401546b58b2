package io.jhttp.spring.boot.autoconfigure.actuate;

import java.util.ArrayList;
import java.util.List;

import io.jhttp.spring.boot.autoconfigure.handler.HandlerInventory;
import io.jhttp.spring.boot.autoconfigure.handler.RouteDescription;
import io.jhttp.spring.boot.autoconfigure.handler.ServedMount;

import org.springframework.boot.actuate.web.mappings.MappingDescriptionProvider;
import org.springframework.context.ApplicationContext;

/**
 * Describes what answers which requests.
 */
public final class JhttpMappingDescriptionProvider implements MappingDescriptionProvider {

	@Override
	public String getMappingName() {
		return "jhttp";
	}

	@Override
	public List<Mapping> describeMappings(ApplicationContext context) {
		List<Mapping> mappings = new ArrayList<>();
		// Those of a parent are described with the parent.
		for (String name : context.getBeanNamesForType(HandlerInventory.class)) {
			HandlerInventory inventory = context.getBean(name, HandlerInventory.class);
			for (RouteDescription route : inventory.routes()) {
				mappings.add(new Mapping(route.verb() + " " + route.pattern(), route.handler()));
			}
			for (String mount : inventory.mounts()) {
				ServedMount served = inventory.mount(mount);
				if (served != null) {
					mappings.add(new Mapping(pattern(served), "files of " + served.location() + ", mount " + mount));
				}
			}
			mappings.add(new Mapping("/**", inventory.fallback()));
		}
		return mappings;
	}

	/** Such as "/docs/**", or "/docs/** of *.example.com". */
	private static String pattern(ServedMount mount) {
		String prefix = mount.point().prefix();
		String pattern = prefix.equals("/") ? "/**" : prefix + "/**";
		return pattern + mount.point().toString().substring(prefix.length());
	}

	/**
	 * What answers some requests.
	 *
	 * @param predicate which requests: a verb and a pattern of paths
	 * @param handler what answers them
	 */
	public record Mapping(String predicate, String handler) {
	}

}
