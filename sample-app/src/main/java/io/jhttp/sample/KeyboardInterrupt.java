package io.jhttp.sample;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes Ctrl-C a normal end: Spring Boot's shutdown hook stops the application, and the
 * exit code is 0 rather than 130. The second Ctrl-C does not wait.
 *
 * <p>
 * A shutdown hook cannot choose the exit code, nor tell Ctrl-C from a termination, so it
 * takes the JDK's signal API. That is called by reflection, as the compiler warns of it
 * in a way that cannot be suppressed.
 */
final class KeyboardInterrupt {

	private static final AtomicBoolean received = new AtomicBoolean();

	private KeyboardInterrupt() {
	}

	static void exitGracefully() {
		try {
			Class<?> signal = Class.forName("sun.misc.Signal");
			Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
			InvocationHandler handler = (proxy, method, args) -> switch (method.getName()) {
				case "handle" -> {
					exit();
					yield null;
				}
				case "equals" -> proxy == args[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> KeyboardInterrupt.class.getName();
			};
			Object proxy = Proxy.newProxyInstance(KeyboardInterrupt.class.getClassLoader(),
					new Class<?>[] { signalHandler }, handler);
			signal.getMethod("handle", signal, signalHandler)
				.invoke(null, signal.getConstructor(String.class).newInstance("INT"), proxy);
		}
		catch (ReflectiveOperationException ex) {
			// This JVM leaves Ctrl-C as it is: the same, with exit code 130.
		}
	}

	/**
	 * On a thread of its own that holds no lock, so the shutdown hook cannot wait for it.
	 */
	private static void exit() {
		if (received.getAndSet(true)) {
			Runtime.getRuntime().halt(130);
		}
		System.out.println();
		System.out.println("Keyboard interrupt received, exiting.");
		System.exit(0);
	}

}
