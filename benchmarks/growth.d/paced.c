/*
 * Asks for a hello at a fixed rate, however late answers are: PORT PATH CONNECTIONS RATE SECONDS.
 * wrk sends the next request when it has the answer to the last, so that a server that stops for a while is asked less
 * often meanwhile, and the delay counts once. Here, each request has its time, and its delay is counted from that.
 * Requests are due in steps of 0.1 ms, which is therefore what the figures are good for.
 * Prints requests, and the percentiles 50, 99 and 99.9 and the maximum in microseconds.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, STEP = 100000, CONTENT = 13 };

static int64_t now(void) {
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int compare(const void *a, const void *b) {
	uint32_t x = *(const uint32_t *) a, y = *(const uint32_t *) b;
	return (x > y) - (x < y);
}

static int connect_to(int port) {
	int one = 1, connected = socket(AF_INET, SOCK_STREAM, 0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (connect(connected, (struct sockaddr *) &address, sizeof(address))) {
		perror("connect");
		exit(1);
	}
	setsockopt(connected, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return connected;
}

int main(int argc, char **argv) {
	if (argc != 6)
		return 2;
	char request[512];
	int length = snprintf(request, sizeof(request), "GET %.400s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", argv[2]);
	int count = atoi(argv[3]), epoll = epoll_create1(0), idle_count = 0;
	double rate = atof(argv[4]), seconds = atof(argv[5]);
	size_t total = (size_t) (rate * seconds), sent = 0, answered = 0;
	uint32_t *delays = malloc(sizeof(uint32_t) * (total + 1));
	int64_t *due = calloc(65536, sizeof(int64_t)); /* by descriptor: when its request was due */
	int *idle = malloc(sizeof(int) * count);
	struct epoll_event event = { .events = EPOLLIN }, events[EVENTS];
	for (int i = 0; i < count; i++) {
		idle[idle_count++] = event.data.fd = connect_to(atoi(argv[1]));
		epoll_ctl(epoll, EPOLL_CTL_ADD, event.data.fd, &event);
	}
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	struct itimerspec steps = { { 0, STEP }, { 0, STEP } };
	timerfd_settime(timer, 0, &steps, NULL);
	event.data.fd = timer;
	epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &event);

	int64_t began = now(), end = began + (int64_t) ((seconds + 10) * 1e9);
	while (answered < total && now() < end) {
		int ready = epoll_wait(epoll, events, EVENTS, 1000);
		for (int i = 0; i < ready; i++) {
			int descriptor = events[i].data.fd;
			char answer[4096];
			ssize_t received = read(descriptor, answer, sizeof(answer));
			if (descriptor == timer)
				continue;
			if (received <= 0) {
				fprintf(stderr, "a connection was closed\n");
				return 1;
			}
			if (received < CONTENT || memcmp(answer + received - CONTENT, "Hello, World!", CONTENT))
				continue;
			delays[answered++] = (uint32_t) ((now() - due[descriptor]) / 1000);
			idle[idle_count++] = descriptor;
		}
		int64_t time = now();
		while (sent < total && idle_count) {
			int64_t at = began + (int64_t) (sent * 1e9 / rate);
			if (at > time)
				break;
			int descriptor = idle[--idle_count];
			due[descriptor] = at;
			if (write(descriptor, request, length) != length)
				return 1;
			sent++;
		}
	}
	if (!answered)
		return 1;
	qsort(delays, answered, sizeof(uint32_t), compare);
	printf("%zu %u %u %u %u\n", answered, delays[answered / 2], delays[answered * 99 / 100],
		delays[answered * 999 / 1000], delays[answered - 1]);
	return 0;
}
