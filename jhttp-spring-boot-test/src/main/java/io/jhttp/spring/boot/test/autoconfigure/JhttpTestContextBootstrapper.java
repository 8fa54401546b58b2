package io.jhttp.spring.boot.test.autoconfigure;

import org.springframework.boot.test.autoconfigure.TestSliceTestContextBootstrapper;

/**
 * Makes the contexts of {@link JhttpTest}.
 */
final class JhttpTestContextBootstrapper extends TestSliceTestContextBootstrapper<JhttpTest> {

}
