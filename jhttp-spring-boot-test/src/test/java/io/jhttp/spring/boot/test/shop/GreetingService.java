package io.jhttp.spring.boot.test.shop;

import org.springframework.stereotype.Service;

/**
 * What a slice has no room for.
 */
@Service
class GreetingService {

	String greet(String name) {
		return "Hello, " + name + "!";
	}

}
