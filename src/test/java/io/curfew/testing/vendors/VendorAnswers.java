package io.curfew.testing.vendors;

import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.util.List;

/** Fails a test that receives an answer which its vendor's description does not know. */
final class VendorAnswers implements Filter {
    private static final List<VendorDescription> DESCRIPTIONS =
            List.of(VendorDescription.of("twilio"), VendorDescription.of("soracom"));

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response response = context.next(request, expected);
        String path = path(request.getURI());
        for (VendorDescription description : DESCRIPTIONS) {
            if (description.covers(path)) {
                require(description, request.getMethod(), path, response);
            }
        }
        return response;
    }

    private static void require(VendorDescription description, String method, String path, Response response) {
        String body = response.asString();
        List<String> problems = description.problems(method, path, response.statusCode(), body);
        if (!problems.isEmpty()) {
            throw new AssertionError("the vendor's description knows no such answer: " + method + " " + path + " "
                    + response.statusCode() + "\n" + String.join("\n", problems) + "\n" + body);
        }
    }

    /** The path as it was sent; addresses of tests need not be addresses. */
    private static String path(String uri) {
        int host = uri.indexOf("://");
        int slash = uri.indexOf('/', host < 0 ? 0 : host + 3);
        String path = slash < 0 ? "/" : uri.substring(slash);
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }
}
