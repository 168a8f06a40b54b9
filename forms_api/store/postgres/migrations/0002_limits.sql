-- How often something was tried lately, for all processes together; names are keyed hashes.

CREATE TABLE "limits" (
    "name" text COLLATE "C" NOT NULL,
    "at" timestamptz NOT NULL
);
CREATE INDEX ON "limits" ("name", "at");
