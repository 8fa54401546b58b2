package io.jhttp.spring.boot.test.shop;

import org.springframework.stereotype.Component;

/**
 * A component that answers no requests.
 */
@Component
class Stock {

}
