# Flow sizes of a data mining cluster.
#
# Measured:  A. Greenberg et al., "VL2: A Scalable and Flexible Data Center Network", SIGCOMM 2009, figure 2.
# Digitised: by the authors of pFabric, SIGCOMM 2013 (figure 4b there), who published these points with their
#            traffic generator (github.com/datacenter/empirical-traffic-gen, VL2_CDF); most simulations use them.
# Between two points the distribution is linear in the size.
# Mean of the table: 12,658,198.6 bytes; as drawn, in whole bytes: 12,658,199.1 bytes.
bytes cumulative-probability
0 0
180 0.1
216 0.2
560 0.3
900 0.4
1100 0.5
1870 0.6
3160 0.7
10000 0.8
400000 0.9
3160000 0.95
100000000 0.98
1000000000 1
