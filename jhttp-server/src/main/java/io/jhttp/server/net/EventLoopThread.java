package io.jhttp.server.net;

/**
 * The thread of an event loop, in which nothing may block. Libraries that refuse to block
 * in such threads know it by this class.
 */
public final class EventLoopThread extends Thread {

	EventLoopThread(EventLoop loop, String name) {
		super(loop, name);
	}

}
