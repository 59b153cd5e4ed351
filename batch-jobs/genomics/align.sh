# Reads of one lane, aligned with the genome and sorted by position: lane-INDEX.bam.
set -eu
python3 reads.py --lane "$JOB_ARRAY_INDEX"
bwa index phix174.fa
bwa mem -o lane.sam phix174.fa lane.fastq
samtools sort -o "lane-$JOB_ARRAY_INDEX.bam" lane.sam
