/*
 * What an epoll loop in C costs at least: PORT DIRECTORY. It looks at the path of a request and for its end, and sends
 * an answer that was made when it started. Files up to 64 KiB come from memory, others by sendfile. It knows no other
 * HTTP: a request that arrives in two pieces is lost, and no client here sends one.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TABLE = 4096, IN_MEMORY = 64 * 1024, EVENTS = 1024 };

struct answer {
	char path[256];
	char *memory;
	size_t length;
	int file; /* -1: all is in memory */
	off_t size;
};

struct connection {
	int socket;
	char *rest; /* what the client has not taken yet */
	size_t rest_length, rest_sent;
	struct answer *file;
	off_t position;
};

static struct answer answers[TABLE];
static char input[64 * 1024], output[256 * 1024];

static struct answer *slot(const char *path, size_t length) {
	uint32_t hash = 0;
	for (size_t i = 0; i < length; i++)
		hash = 31 * hash + (unsigned char) path[i];
	struct answer *answer = &answers[hash % TABLE];
	while (answer->path[0] && (strncmp(answer->path, path, length) || answer->path[length]))
		answer = (answer == &answers[TABLE - 1]) ? answers : answer + 1;
	return answer;
}

static void add(const char *path, const char *content, int file, off_t size) {
	struct answer *answer = slot(path, strlen(path));
	snprintf(answer->path, sizeof(answer->path), "%s", path);
	size_t in_memory = content ? (size_t) size : 0;
	answer->memory = malloc(256 + in_memory);
	answer->length = sprintf(answer->memory,
		"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %lld\r\n\r\n", (long long) size);
	if (content)
		memcpy(answer->memory + answer->length, content, in_memory);
	answer->length += in_memory;
	answer->file = file;
	answer->size = size;
}

static void add_directory(const char *directory) {
	DIR *entries = opendir(directory);
	for (struct dirent *entry; entries && (entry = readdir(entries));) {
		char name[1024], path[256];
		struct stat status;
		snprintf(name, sizeof(name), "%s/%s", directory, entry->d_name);
		snprintf(path, sizeof(path), "/%.250s", entry->d_name);
		int file = open(name, O_RDONLY);
		if (file < 0 || fstat(file, &status) || !S_ISREG(status.st_mode))
			continue;
		if (status.st_size > IN_MEMORY) {
			add(path, NULL, file, status.st_size);
			continue;
		}
		char *content = malloc(status.st_size);
		if (read(file, content, status.st_size) != status.st_size)
			exit(1);
		add(path, content, -1, status.st_size);
		free(content);
		close(file);
	}
}

static void end(struct connection *connection) {
	close(connection->socket);
	free(connection->rest);
	free(connection);
}

/* Returns 1 if something is left to be sent, 0 if not, -1 if the client is gone. */
static int resume(struct connection *connection) {
	while (connection->rest) {
		ssize_t sent = send(connection->socket, connection->rest + connection->rest_sent,
			connection->rest_length - connection->rest_sent, 0);
		if (sent < 0)
			return (errno == EAGAIN) ? 1 : -1;
		connection->rest_sent += sent;
		if (connection->rest_sent == connection->rest_length) {
			free(connection->rest);
			connection->rest = NULL;
		}
	}
	while (connection->file) {
		ssize_t sent = sendfile(connection->socket, connection->file->file, &connection->position,
			connection->file->size - connection->position);
		if (sent < 0)
			return (errno == EAGAIN) ? 1 : -1;
		if (sent == 0 || connection->position == connection->file->size)
			connection->file = NULL;
	}
	return 0;
}

static int put(struct connection *connection, size_t length, struct answer *file) {
	ssize_t sent = send(connection->socket, output, length, file ? MSG_MORE : 0);
	if (sent < 0 && errno != EAGAIN)
		return -1;
	sent = (sent < 0) ? 0 : sent;
	if ((size_t) sent < length) {
		connection->rest_length = length - sent;
		connection->rest_sent = 0;
		connection->rest = malloc(connection->rest_length);
		memcpy(connection->rest, output + sent, connection->rest_length);
	}
	connection->file = file;
	connection->position = 0;
	return resume(connection);
}

/* Returns what resume returns; -1 also when the connection is to be closed. */
static int answer(struct connection *connection) {
	ssize_t received = recv(connection->socket, input, sizeof(input) - 1, 0);
	if (received <= 0)
		return (received < 0 && errno == EAGAIN) ? 0 : -1;
	input[received] = 0;
	int closes = 0, state = 0;
	size_t length = 0;
	char *at = input;
	while (at < input + received) {
		char *path = at + 4, *path_end = strchr(path, ' ');
		char *head_end = strstr(at, "\r\n\r\n");
		if (!path_end || !head_end)
			return -1;
		*head_end = 0;
		closes |= strstr(path_end, "Connection: close") != NULL;
		struct answer *found = slot(path, path_end - path);
		if (!found->path[0])
			return -1;
		memcpy(output + length, found->memory, found->length);
		length += found->length;
		if (found->file >= 0) {
			state = put(connection, length, found);
			length = 0;
		}
		at = head_end + 4;
	}
	if (length)
		state = put(connection, length, NULL);
	return (closes && state == 0) ? -1 : state;
}

int main(int argc, char **argv) {
	if (argc != 3)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	add("/hello", "Hello, World!", -1, 13);
	add_directory(argv[2]);
	int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), epoll = epoll_create1(0);
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons(atoi(argv[1])),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(listener, (struct sockaddr *) &address, sizeof(address)) || listen(listener, 1024))
		return 1;
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL }, events[EVENTS];
	epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
	for (;;) {
		int ready = epoll_wait(epoll, events, EVENTS, -1);
		for (int i = 0; i < ready; i++) {
			struct connection *connection = events[i].data.ptr;
			if (!connection) {
				int accepted;
				while ((accepted = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
					setsockopt(accepted, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
					connection = calloc(1, sizeof(*connection));
					connection->socket = accepted;
					event = (struct epoll_event) { .events = EPOLLIN, .data.ptr = connection };
					epoll_ctl(epoll, EPOLL_CTL_ADD, accepted, &event);
				}
				continue;
			}
			int pending = connection->rest || connection->file;
			int state = pending ? resume(connection) : answer(connection);
			if (state < 0)
				end(connection);
			else if (state != pending) {
				event = (struct epoll_event) { .events = state ? EPOLLOUT : EPOLLIN, .data.ptr = connection };
				epoll_ctl(epoll, EPOLL_CTL_MOD, connection->socket, &event);
			}
		}
	}
}
