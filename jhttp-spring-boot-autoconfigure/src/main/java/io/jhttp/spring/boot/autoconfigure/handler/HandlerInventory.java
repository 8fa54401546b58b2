package io.jhttp.spring.boot.autoconfigure.handler;

import java.util.List;
import java.util.Set;

import io.jhttp.server.file.FileHandler;
import org.jspecify.annotations.Nullable;

/**
 * What an application answers with, for whatever describes or measures it. It is complete
 * when all singletons are.
 */
public interface HandlerInventory {

	/**
	 * The routes of handler beans.
	 * @return routes in the order of their discovery
	 */
	List<RouteDescription> routes();

	/**
	 * The methods that are answered, beside those of RFC 9110.
	 * @return verbs of handler beans, and of the handler class
	 */
	Set<String> verbs();

	/**
	 * What answers requests that no handler bean does.
	 * @return a few words
	 */
	String fallback();

	/**
	 * What serves files beside the directory.
	 * @return names of mounts, which are known from the beginning
	 */
	Set<String> mounts();

	/**
	 * The files of a mount.
	 * @param name of the mount
	 * @return the mount, or null if there is none, or not yet
	 */
	@Nullable ServedMount mount(String name);

	/**
	 * The files that are served.
	 * @return their handler, or null if there are none
	 */
	@Nullable FileHandler files();

}
