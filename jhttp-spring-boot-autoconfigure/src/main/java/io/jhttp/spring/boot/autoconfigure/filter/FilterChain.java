package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.NonBlocking;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Puts the filters of a context around what answers requests.
 */
public final class FilterChain {

	private FilterChain() {
	}

	/**
	 * Puts all filters around a handler.
	 * @param handler what answers requests
	 * @param beanFactory where the filters are
	 * @return the outermost filter, or the handler itself if there are none
	 * @throws IllegalStateException if a filter has a path that is no pattern
	 */
	public static HttpHandler around(HttpHandler handler, ConfigurableListableBeanFactory beanFactory) {
		String[] all = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, JhttpFilter.class);
		if (all.length == 0) {
			return handler;
		}
		Map<JhttpFilter, String> names = new IdentityHashMap<>();
		for (String name : all) {
			names.put(beanFactory.getBean(name, JhttpFilter.class), name);
		}
		List<JhttpFilter> filters = new ArrayList<>(
				beanFactory.getBeanProvider(JhttpFilter.class).orderedStream().toList());
		HttpHandler next = handler;
		for (int i = filters.size() - 1; i >= 0; i--) {
			JhttpFilter filter = filters.get(i);
			next = step(filter, String.valueOf(names.get(filter)), beanFactory, next);
		}
		return next;
	}

	private static HttpHandler step(JhttpFilter filter, String name, ConfigurableListableBeanFactory beanFactory,
			HttpHandler next) {
		ListableBeanFactory owner = owner(name, beanFactory);
		FilterPaths paths = owner.findAnnotationOnBean(name, FilterPaths.class);
		boolean nonBlocking = owner.findAnnotationOnBean(name, NonBlocking.class) != null;
		FilteredPaths filtered = null;
		if (paths != null) {
			filtered = new FilteredPaths(name,
					Arrays.stream(paths.value()).map(beanFactory::resolveEmbeddedValue).toList());
		}
		return new FilterStep(filter, filtered, nonBlocking, next);
	}

	/** Only there the annotations of a {@code @Bean} method are known. */
	private static ListableBeanFactory owner(String name, ListableBeanFactory beanFactory) {
		return (beanFactory instanceof HierarchicalBeanFactory child && !child.containsLocalBean(name)
				&& child.getParentBeanFactory() instanceof ListableBeanFactory parent) ? owner(name, parent)
						: beanFactory;
	}

}
