package io.jhttp.spring.boot.test.shop;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionService;

/**
 * An application to be tested.
 */
@SpringBootApplication
class ShopApplication {

	@Bean
	static ConversionService conversionService(ListableBeanFactory beanFactory) {
		ApplicationConversionService service = new ApplicationConversionService();
		ApplicationConversionService.addBeans(service, beanFactory);
		return service;
	}

}
