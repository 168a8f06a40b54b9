-- How often something was tried lately, counted for all processes together: `name` is a keyed hash, `at` counts
-- microseconds since the beginning of 1970 (UTC).

CREATE TABLE "limit_tries" (
    "name" text COLLATE "C" NOT NULL,
    "at" bigint NOT NULL
);
CREATE INDEX "limit_tries_by_name" ON "limit_tries" ("name", "at");
