# Flow sizes of a web search cluster.
#
# Measured:  M. Alizadeh et al., "Data Center TCP (DCTCP)", SIGCOMM 2010, figure 4.
# Digitised: by the authors of pFabric, SIGCOMM 2013 (figure 4a there), who published these points with their
#            traffic generator (github.com/datacenter/empirical-traffic-gen, DCTCP_CDF); most simulations use them.
# Between two points the distribution is linear in the size.
# Mean of the table: 1,711,250 bytes; as drawn, in whole bytes: 1,711,250.5 bytes.
bytes cumulative-probability
0 0
10000 0.15
20000 0.2
30000 0.3
50000 0.4
80000 0.53
200000 0.6
1000000 0.7
2000000 0.8
5000000 0.9
10000000 0.97
30000000 1
