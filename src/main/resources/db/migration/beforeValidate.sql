-- The comments of V2 and V6 were reworded after both had been applied. Databases of before keep the
-- checksums of the old text; Flyway would refuse to start on them.
do $$
begin
    if to_regclass('flyway_schema_history') is not null then
        update flyway_schema_history set checksum = 1041190234
            where version = '2' and checksum = 1487575715;
        update flyway_schema_history set checksum = 1817080328
            where version = '6' and checksum = -851495397;
    end if;
end
$$;
