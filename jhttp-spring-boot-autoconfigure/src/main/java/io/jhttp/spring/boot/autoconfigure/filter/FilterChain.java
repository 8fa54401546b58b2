package io.jhttp.spring.boot.autoconfigure.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.jhttp.server.HttpHandler;
import io.jhttp.server.handler.NonBlocking;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.HierarchicalBeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;

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
		return around(handler, JhttpFilter.class, beanFactory);
	}

	/**
	 * Puts those filters around a handler that decide who may do what.
	 * @param handler what answers requests that are not for the application
	 * @param beanFactory where the filters are
	 * @return the outermost filter, or the handler itself if there are none
	 */
	public static HttpHandler ofSecurity(HttpHandler handler, ConfigurableListableBeanFactory beanFactory) {
		return around(handler, SecurityFilter.class, beanFactory);
	}

	private static HttpHandler around(HttpHandler handler, Class<? extends JhttpFilter> type,
			ConfigurableListableBeanFactory beanFactory) {
		String[] all = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, type);
		if (all.length == 0) {
			return handler;
		}
		// Each bean is asked for once, as that is the only instance of a prototype here.
		// Behind a scoped proxy, the annotations are those of its target.
		Map<JhttpFilter, String> names = new IdentityHashMap<>();
		List<JhttpFilter> filters = new ArrayList<>();
		for (String name : all) {
			if (!ScopedProxyUtils.isScopedTarget(name) && beanFactory.getBean(name) instanceof JhttpFilter filter) {
				String target = ScopedProxyUtils.getTargetBeanName(name);
				names.put(filter, beanFactory.containsBean(target) ? target : name);
				filters.add(filter);
			}
		}
		filters.sort(AnnotationAwareOrderComparator.INSTANCE
			.withSourceProvider((filter) -> orderSources(String.valueOf(names.get(filter)), beanFactory)));
		HttpHandler next = handler;
		for (int i = filters.size() - 1; i >= 0; i--) {
			JhttpFilter filter = filters.get(i);
			next = step(filter, String.valueOf(names.get(filter)), beanFactory, next);
		}
		return next;
	}

	/**
	 * What a bean definition says of the order of its bean, as Spring's own lists see it.
	 */
	private static Object[] orderSources(String name, ListableBeanFactory beanFactory) {
		if (!(owner(name, beanFactory) instanceof ConfigurableListableBeanFactory owner
				&& owner.containsBeanDefinition(name)
				&& owner.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition)) {
			return new Object[0];
		}
		Object order = definition.getAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE);
		return Stream
			.of((order instanceof Integer number) ? (Ordered) () -> number : null,
					definition.getResolvedFactoryMethod(), definition.getTargetType())
			.filter(Objects::nonNull)
			.toArray();
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
