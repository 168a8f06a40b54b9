-- A table for each collection (forms_api/store/postgres/tables.py says what its columns mean), and the
-- one everybody locks to take turns: it never holds a row.

CREATE TABLE "turn" ();

CREATE TABLE "members" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL
);

CREATE TABLE "vouches" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "by" text COLLATE "C" NOT NULL,
    "of" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "vouches" ("by");
CREATE INDEX ON "vouches" ("of");

CREATE TABLE "checks" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "checks" ("member");

CREATE TABLE "participations" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "cohort" text COLLATE "C" NOT NULL,
    "role" text COLLATE "C" NOT NULL,
    UNIQUE ("member", "cohort", "role")
);
CREATE INDEX ON "participations" ("cohort");

CREATE TABLE "intents" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "intents" ("member");

CREATE TABLE "matches" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "need" text COLLATE "C" NOT NULL,
    "provider" text COLLATE "C" NOT NULL,
    "receiver" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "matches" ("need");
CREATE INDEX ON "matches" ("provider");
CREATE INDEX ON "matches" ("receiver");

CREATE TABLE "exchanges" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "giver" text COLLATE "C" NOT NULL,
    "receiver" text COLLATE "C" NOT NULL,
    "match" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "exchanges" ("giver");
CREATE INDEX ON "exchanges" ("receiver");
CREATE INDEX ON "exchanges" ("match");

CREATE TABLE "gatherings" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "cohort" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "gatherings" ("cohort");

CREATE TABLE "messages" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "match" text COLLATE "C" NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "messages" ("match");
CREATE INDEX ON "messages" ("by");

CREATE TABLE "sightings" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "match" text COLLATE "C" NOT NULL,
    "of" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "sightings" ("match");
CREATE INDEX ON "sightings" ("of");

CREATE TABLE "mandates" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "helper" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "mandates" ("member");
CREATE INDEX ON "mandates" ("helper");

CREATE TABLE "acted" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "acted" ("member");
CREATE INDEX ON "acted" ("by");

CREATE TABLE "attendance" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "cohort" text COLLATE "C" NOT NULL,
    "on" text COLLATE "C" NOT NULL,
    UNIQUE ("cohort", "on")
);

CREATE TABLE "mentoring" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "program" text COLLATE "C" NOT NULL,
    UNIQUE ("member", "program")
);
CREATE INDEX ON "mentoring" ("program");

CREATE TABLE "activations" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "activations" ("by");

CREATE TABLE "called" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "activation" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "slot" bigint NOT NULL,
    UNIQUE ("activation", "member", "slot")
);
CREATE INDEX ON "called" ("member");

CREATE TABLE "proposals" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "program" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "proposals" ("program");

CREATE TABLE "events" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "number" bigint NOT NULL,
    "by" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "number")
);
CREATE INDEX ON "events" ("by");

CREATE TABLE "sponsorships" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "member")
);
CREATE INDEX ON "sponsorships" ("member");

CREATE TABLE "arguments" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "arguments" ("proposal");
CREATE INDEX ON "arguments" ("member");

CREATE TABLE "versions" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "number" bigint NOT NULL,
    "by" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "number")
);
CREATE INDEX ON "versions" ("by");

CREATE TABLE "coauthors" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "coauthors" ("proposal");
CREATE INDEX ON "coauthors" ("member");

CREATE TABLE "amendments" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "number" bigint NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "number")
);
CREATE INDEX ON "amendments" ("member");

CREATE TABLE "advice" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "advice" ("proposal");
CREATE INDEX ON "advice" ("member");

CREATE TABLE "answers" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "answers" ("by");

CREATE TABLE "promises" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "promises" ("proposal");

CREATE TABLE "reviews" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "reviews" ("by");

CREATE TABLE "challenges" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "result" bigint NOT NULL,
    "by" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "result", "by")
);
CREATE INDEX ON "challenges" ("by");

CREATE TABLE "recounts" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "recounts" ("proposal");

CREATE TABLE "draw_marks" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "mark" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "mark")
);
CREATE INDEX ON "draw_marks" ("member");

CREATE TABLE "public_draws" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "public_draws" ("by");

CREATE TABLE "rolls" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "rolls" ("proposal");

CREATE TABLE "notices" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "notices" ("proposal");
CREATE INDEX ON "notices" ("member");

CREATE TABLE "traces" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "traces" ("by");

CREATE TABLE "erasures" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "erasures" ("member");

CREATE TABLE "ballots" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "pseudonym" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "pseudonym")
);

CREATE TABLE "superseded" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "superseded" ("proposal");

CREATE TABLE "late_ballots" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "pseudonym" text COLLATE "C" NOT NULL,
    UNIQUE ("proposal", "pseudonym")
);

CREATE TABLE "voter_names" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "voter_names" ("proposal");
CREATE INDEX ON "voter_names" ("member");

CREATE TABLE "paper_batches" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "paper_batches" ("proposal");

CREATE TABLE "paper_ballots" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "batch" text COLLATE "C" NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "pseudonym" text COLLATE "C" NOT NULL,
    UNIQUE ("batch", "pseudonym")
);
CREATE INDEX ON "paper_ballots" ("proposal");

CREATE TABLE "paper_in" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "paper_in" ("proposal");
CREATE INDEX ON "paper_in" ("member");

CREATE TABLE "keys" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL
);

CREATE TABLE "ballot_codes" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "proposal" text COLLATE "C" NOT NULL,
    "by" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "ballot_codes" ("proposal");
CREATE INDEX ON "ballot_codes" ("by");

CREATE TABLE "sessions" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "sessions" ("member");

CREATE TABLE "links" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL,
    "browser" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "links" ("member");
CREATE INDEX ON "links" ("browser");

CREATE TABLE "codes" (
    "id" text COLLATE "C" PRIMARY KEY,
    "version" bigint NOT NULL,
    "body" json NOT NULL,
    "member" text COLLATE "C" NOT NULL
);
CREATE INDEX ON "codes" ("member");
