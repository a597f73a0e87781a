package io.curfew.testing;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many requests at the same moment, each on a connection of its own. */
public final class Flood {
    private Flood() {}

    /** Sends requests and waits for all answers, which are in their order. */
    public static List<HttpResponse<String>> send(int count, IntFunction<HttpRequest> request) {
        return await(start(count, request));
    }

    /** Sends requests. */
    public static List<CompletableFuture<HttpResponse<String>>> start(int count, IntFunction<HttpRequest> request) {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return IntStream.range(0, count)
                .mapToObj(i -> client.sendAsync(request.apply(i), BodyHandlers.ofString()))
                .toList();
    }

    /** The answers, when all are there. */
    public static List<HttpResponse<String>> await(List<CompletableFuture<HttpResponse<String>>> answers) {
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** How many of the answers have a status. */
    public static long count(List<HttpResponse<String>> answers, int status) {
        return answers.stream().filter(answer -> answer.statusCode() == status).count();
    }
}
