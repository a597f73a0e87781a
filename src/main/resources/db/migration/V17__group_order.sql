-- Groups are listed in the order of their ids, so nothing reads them newest first.
drop index sim_group_newest;
